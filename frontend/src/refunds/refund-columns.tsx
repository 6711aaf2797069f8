'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import type { Column } from '../ui/data-table.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { RefundActions } from './refund-actions.tsx';
import type { RefundFactsFragment } from './refunds.generated.ts';
import { useRefundsStrings } from './refunds-strings.ts';

/** What is said of a refund in a list, and for admins what can be done with it. */
export function useRefundColumns(onDone: () => void): readonly Column<RefundFactsFragment>[] {
  const t = useRefundsStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { may } = useMerchant();
  const actions: Column<RefundFactsFragment> = {
    key: 'actions',
    title: t.actions,
    cell: (refund) => refund.status === 'REQUESTED' && <RefundActions refund={refund} onDone={onDone} />,
  };
  return [
    { key: 'created', title: t.created, cell: ({ createdAt }) => format.date(createdAt) },
    { key: 'reason', title: t.reason, cell: ({ reason }) => reason },
    {
      key: 'to',
      title: t.to,
      cell: ({ rail, destination }) =>
        destination ? <Shortened text={destination} ends={7} /> : words.rail[rail],
    },
    {
      key: 'status',
      title: t.status,
      cell: ({ status, reference }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          <StateBadge word={words.refund[status]} />
          {reference && <Shortened text={reference} ends={6} />}
        </span>
      ),
    },
    {
      key: 'amount',
      title: t.amount,
      numeric: true,
      cell: ({ amount, currency }) => format.money(amount, currency),
    },
    ...(may('ADMIN') ? [actions] : []),
  ];
}
