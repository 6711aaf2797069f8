'use client';
import { Badge } from '../ui/badge.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import type { PaymentFactsFragment } from './payments.generated.ts';
import { usePaymentsStrings } from './payments-strings.ts';

/** Where a payment stands, how deep it is while it confirms, and what is unusual about it. */
export function PaymentState({
  payment: { status, chain, late, flag },
}: {
  readonly payment: Pick<PaymentFactsFragment, 'status' | 'chain' | 'late' | 'flag'>;
}) {
  const t = usePaymentsStrings();
  const words = useBillingWords();
  const open = status === 'DETECTED' || status === 'CONFIRMING';
  return (
    <span aria-live="polite" className="inline-flex flex-wrap items-center gap-2">
      <StateBadge word={words.payment[status]} />
      {chain && open && (
        <span className="text-sm text-soft tabular-nums">
          {t.confirmations(chain.confirmations, chain.confirmationsNeeded)}
        </span>
      )}
      {late && <Badge tone="warn">{t.late}</Badge>}
      {flag === 'OUTDATED_PLAN_STATE' && <Badge tone="warn">{t.outdated}</Badge>}
    </span>
  );
}
