'use client';
import { useFormats } from '../../format/format-context.tsx';
import type { List } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import type { ExpressFactsFragment } from './express.generated.ts';
import { useExpressStrings } from './express-strings.ts';

/** What was ordered before. */
export function ExpressList({ list }: { readonly list: List<ExpressFactsFragment> }) {
  const t = useExpressStrings();
  const words = useWalletWords();
  const format = useFormats();
  return (
    <Card
      title={t.list}
      actions={
        <ListCsvButton
          list={list}
          filename="purchases.csv"
          columns={[
            { title: 'id', value: ({ id }) => id },
            { title: words.when, value: ({ createdAt }) => createdAt },
            { title: words.currency, value: ({ terms }) => terms.fromCurrency },
            { title: t.pay, value: ({ terms }) => terms.payAmount },
            { title: words.currency, value: ({ terms }) => terms.toCurrency },
            { title: t.get, value: ({ terms }) => terms.receiveAmount },
            { title: words.status, value: ({ status }) => status },
          ]}
        />
      }
    >
      <ListView
        list={list}
        caption={t.list}
        rowKey={({ id }) => id}
        href={({ id }) => `/wallet/express/${id}`}
        empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
        columns={[
          {
            key: 'get',
            title: t.get,
            cell: ({ terms }) => format.money(terms.receiveAmount, terms.toCurrency),
          },
          { key: 'at', title: words.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
          {
            key: 'status',
            title: words.status,
            cell: ({ status }) => <StateBadge word={words.express[status]} />,
          },
          {
            key: 'pay',
            title: t.pay,
            numeric: true,
            cell: ({ terms }) => format.money(terms.payAmount, terms.fromCurrency),
          },
        ]}
      />
    </Card>
  );
}
