'use client';
import { customerName } from '../customers/customer-name.ts';
import { useFormats } from '../format/format-context.tsx';
import { usePriceText } from '../plans/use-price-text.ts';
import type { Column } from '../ui/data-table.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import type { SubscriptionSummaryFragment } from './subscriptions.generated.ts';
import { useSubscriptionsStrings } from './subscriptions-strings.ts';

type Row = SubscriptionSummaryFragment;

/** What is said of a subscription in a list; whose it is only where that is not said already. */
export function useSubscriptionColumns({ customer }: { readonly customer: boolean }): readonly Column<Row>[] {
  const t = useSubscriptionsStrings();
  const words = useBillingWords();
  const format = useFormats();
  const priceText = usePriceText();
  const whose: Column<Row> = {
    key: 'customer',
    title: t.customer,
    cell: (row) => customerName(row.customer),
  };
  return [
    ...(customer ? [whose] : []),
    { key: 'plan', title: t.plan, cell: ({ plan }) => plan.name },
    {
      key: 'price',
      title: t.price,
      cell: ({ price, quantity }) =>
        quantity === 1 ? priceText(price) : `${quantity} × ${priceText(price)}`,
    },
    {
      key: 'status',
      title: t.status,
      cell: ({ status }) => <StateBadge word={words.subscription[status]} />,
    },
    {
      key: 'paid',
      title: t.paidThrough,
      cell: ({ paidThrough, cancelAtPeriodEnd }) => (
        <>
          {paidThrough ? format.date(paidThrough) : '–'}
          {cancelAtPeriodEnd && <span className="text-sm text-soft"> ({t.ending})</span>}
        </>
      ),
    },
    { key: 'since', title: t.since, cell: ({ createdAt }) => format.date(createdAt) },
  ];
}
