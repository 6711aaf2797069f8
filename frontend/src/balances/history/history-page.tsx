'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useList } from '../../graphql/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { CurrencyChoice } from '../shared/currency-choice.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { WalletHistoryDocument, WalletPersonDocument } from './history.generated.ts';
import { EVERYTHING, type HistoryChoice, historyCsvPath, toHistoryVariables } from './history-filter.ts';
import { HistoryList } from './history-list.tsx';
import { useHistoryStrings } from './history-strings.ts';

/** Everything that ever changed the person's balances, by what they look for, and as a file. */
export function HistoryPage() {
  const t = useHistoryStrings();
  const [choice, setChoice] = useState(EVERYTHING);
  const settled = useDelayed(choice);
  const [person] = useQuery({ query: WalletPersonDocument });
  const list = useList(
    WalletHistoryDocument,
    { ...toHistoryVariables(settled), first: 20 },
    ({ walletHistory }) => walletHistory,
  );
  useFresh(list.refetch);
  const personId = person.data?.me.id;
  const all = Object.values(choice).every((value) => value === '');
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          personId && <CsvButton path={historyCsvPath(personId, choice)} filename="wallet-history.csv" />
        }
      />
      <Card stack>
        <Filters choice={choice} onChange={setChoice} />
        <HistoryList
          list={list}
          empty={
            all ? (
              <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>
            ) : (
              <EmptyState
                title={t.noneTitle}
                action={<Button onClick={() => setChoice(EVERYTHING)}>{t.clear}</Button>}
              >
                {t.noneText}
              </EmptyState>
            )
          }
        />
      </Card>
    </>
  );
}

function Filters({
  choice,
  onChange,
}: {
  readonly choice: HistoryChoice;
  readonly onChange: (choice: HistoryChoice) => void;
}) {
  const t = useHistoryStrings();
  const words = useWalletWords();
  const set = (change: Partial<HistoryChoice>) => onChange({ ...choice, ...change });
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-5">
      <SelectField label={t.kind} value={choice.kind} onChange={({ target }) => set({ kind: target.value })}>
        <option value="">{words.all}</option>
        {Object.entries(words.kinds).map(([kind, text]) => (
          <option key={kind} value={kind}>
            {text}
          </option>
        ))}
      </SelectField>
      <CurrencyChoice all value={choice.currency} onChange={(currency) => set({ currency })} />
      <SelectField
        label={t.account}
        value={choice.account}
        onChange={({ target: { value } }) =>
          set({ account: value === 'WALLET' || value === 'SAVINGS' ? value : '' })
        }
      >
        <option value="">{words.all}</option>
        <option value="WALLET">{words.account.WALLET}</option>
        <option value="SAVINGS">{words.account.SAVINGS}</option>
      </SelectField>
      <TextField
        label={t.from}
        type="date"
        value={choice.from}
        onChange={({ target }) => set({ from: target.value })}
      />
      <TextField
        label={t.to}
        type="date"
        value={choice.to}
        onChange={({ target }) => set({ to: target.value })}
      />
    </div>
  );
}
