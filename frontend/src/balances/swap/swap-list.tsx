'use client';
import { useFormats } from '../../format/format-context.tsx';
import type { List } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useRateText } from '../shared/use-rate-text.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { useSwapStrings } from './swap-strings.ts';
import type { MySwapsQuery } from './swaps.generated.ts';

type Swap = MySwapsQuery['swaps']['nodes'][number];

/** What was exchanged before. */
export function SwapList({ list }: { readonly list: List<Swap> }) {
  const t = useSwapStrings();
  const words = useWalletWords();
  const format = useFormats();
  const rateText = useRateText();
  return (
    <Card
      title={t.list}
      actions={
        <ListCsvButton
          list={list}
          filename="swaps.csv"
          columns={[
            { title: 'id', value: ({ id }) => id },
            { title: words.when, value: ({ createdAt }) => createdAt },
            { title: t.from, value: ({ terms }) => terms.fromCurrency },
            { title: t.paid, value: ({ terms }) => terms.payAmount },
            { title: words.fee, value: ({ terms }) => terms.feeAmount },
            { title: t.to, value: ({ terms }) => terms.toCurrency },
            { title: t.got, value: ({ terms }) => terms.receiveAmount },
            { title: t.rate, value: ({ terms }) => terms.appliedRate.decimal },
          ]}
        />
      }
    >
      <ListView
        list={list}
        caption={t.list}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
        columns={[
          {
            key: 'paid',
            title: t.paid,
            cell: ({ terms }) => format.money(terms.payAmount, terms.fromCurrency),
          },
          { key: 'at', title: words.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
          {
            key: 'rate',
            title: t.rate,
            numeric: true,
            cell: ({ terms }) => `${rateText(terms.appliedRate.decimal)} ${terms.toCurrency}`,
          },
          {
            key: 'got',
            title: t.got,
            numeric: true,
            cell: ({ terms }) => format.money(terms.receiveAmount, terms.toCurrency),
          },
        ]}
      />
    </Card>
  );
}
