'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { Shortened } from '../../ui/copy-button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { NewWithdrawal } from './new-withdrawal.tsx';
import { useWithdrawStrings } from './withdraw-strings.ts';
import { MyWithdrawalsDocument, type WithdrawalStatus } from './withdrawals.generated.ts';

/** Where a person sends money out, and what came of what they sent. */
export function WithdrawalsPage() {
  const t = useWithdrawStrings();
  const words = useWalletWords();
  const format = useFormats();
  const [status, setStatus] = useState<WithdrawalStatus | ''>('');
  const list = useList(
    MyWithdrawalsDocument,
    { status: status || null },
    ({ myWithdrawals }) => myWithdrawals,
  );
  useFresh(list.refetch);
  const statuses = Object.keys(words.withdrawal) as WithdrawalStatus[];
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <div className="flex flex-col gap-6">
        <NewWithdrawal />
        <Card
          title={t.list}
          actions={
            <ListCsvButton
              list={list}
              filename="withdrawals.csv"
              columns={[
                { title: 'id', value: ({ id }) => id },
                { title: words.when, value: ({ createdAt }) => createdAt },
                { title: words.asset, value: ({ asset }) => asset },
                { title: words.currency, value: ({ currency }) => currency },
                { title: words.amount, value: ({ amount }) => amount },
                { title: words.fee, value: ({ fee }) => fee },
                { title: words.address, value: ({ address }) => address },
                { title: t.txid, value: ({ networkTxid }) => networkTxid ?? '' },
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
                  {words.withdrawal[each].text}
                </option>
              ))}
            </SelectField>
          </div>
          <ListView
            list={list}
            caption={t.list}
            rowKey={({ id }) => id}
            href={({ id }) => `/wallet/withdraw/${id}`}
            empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
            columns={[
              {
                key: 'amount',
                title: words.amount,
                cell: ({ amount, currency }) => format.money(amount, currency),
              },
              { key: 'to', title: words.address, cell: ({ address }) => <Shortened text={address} /> },
              { key: 'at', title: words.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
              {
                key: 'status',
                title: words.status,
                cell: (each) => <StateBadge word={words.withdrawal[each.status]} />,
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
