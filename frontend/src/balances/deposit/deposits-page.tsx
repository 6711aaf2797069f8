'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { useDepositStrings } from './deposit-strings.ts';
import { type DepositStatus, MyDepositsDocument } from './deposits.generated.ts';
import { NewDeposit } from './new-deposit.tsx';

/** Where a person gets addresses to send money to, and what came of those they have. */
export function DepositsPage() {
  const t = useDepositStrings();
  const words = useWalletWords();
  const format = useFormats();
  const [status, setStatus] = useState<DepositStatus | ''>('');
  const list = useList(MyDepositsDocument, { status: status || null }, ({ myDeposits }) => myDeposits);
  useFresh(list.refetch);
  const statuses = Object.keys(words.deposit) as DepositStatus[];
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <div className="flex flex-col gap-6">
        <NewDeposit />
        <Card
          title={t.list}
          actions={
            <ListCsvButton
              list={list}
              filename="deposits.csv"
              columns={[
                { title: 'id', value: ({ id }) => id },
                { title: words.when, value: ({ createdAt }) => createdAt },
                { title: words.asset, value: ({ asset }) => asset },
                { title: words.currency, value: ({ currency }) => currency },
                { title: t.asked, value: ({ amount }) => amount },
                { title: t.credited, value: ({ credited }) => credited },
                { title: words.address, value: ({ address }) => address ?? '' },
                { title: words.status, value: (each) => each.status },
              ]}
            />
          }
          stack
        >
          <div className="max-w-56">
            <SelectField
              label={t.filter}
              value={status}
              onChange={({ target }) => setStatus(statuses.find((each) => each === target.value) ?? '')}
            >
              <option value="">{words.all}</option>
              {statuses.map((each) => (
                <option key={each} value={each}>
                  {words.deposit[each].text}
                </option>
              ))}
            </SelectField>
          </div>
          <ListView
            list={list}
            caption={t.list}
            rowKey={({ id }) => id}
            href={({ id }) => `/wallet/deposit/${id}`}
            empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
            columns={[
              { key: 'asked', title: t.asked, cell: (each) => format.money(each.amount, each.currency) },
              { key: 'at', title: words.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
              {
                key: 'status',
                title: words.status,
                cell: (each) => <StateBadge word={words.deposit[each.status]} />,
              },
              {
                key: 'credited',
                title: t.credited,
                numeric: true,
                cell: ({ credited, currency }) => format.money(credited, currency),
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
