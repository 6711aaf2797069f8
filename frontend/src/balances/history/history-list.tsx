'use client';
import type { ReactNode } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import type { List } from '../../graphql/use-list.ts';
import { ListView } from '../../ui/list-view.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import type { WalletHistoryQuery } from './history.generated.ts';
import { useHistoryStrings } from './history-strings.ts';

export type Movement = WalletHistoryQuery['walletHistory']['nodes'][number];

/** Changes of balances, newest first. */
export function HistoryList({ list, empty }: { readonly list: List<Movement>; readonly empty: ReactNode }) {
  const t = useHistoryStrings();
  const words = useWalletWords();
  const format = useFormats();
  return (
    <ListView
      list={list}
      caption={t.title}
      rowKey={({ id }) => id}
      empty={empty}
      columns={[
        {
          key: 'kind',
          title: t.kind,
          cell: ({ kind, account }) => (
            <>
              {words.kinds[kind] ?? words.otherKind}
              {account === 'SAVINGS' && <span className="text-soft"> · {words.account.SAVINGS}</span>}
            </>
          ),
        },
        { key: 'at', title: words.when, cell: ({ at }) => format.dateTime(at) },
        {
          key: 'amount',
          title: words.amount,
          numeric: true,
          cell: ({ amount, currency }) => (
            <span className={amount.startsWith('-') ? '' : 'text-good'}>
              {amount.startsWith('-') ? '' : '+'}
              {format.money(amount, currency)}
            </span>
          ),
        },
        {
          key: 'balance',
          title: t.balance,
          numeric: true,
          cell: ({ balance, currency }) => format.money(balance, currency),
        },
      ]}
    />
  );
}
