'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { Badge } from '../ui/badge.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import type { InvoiceSummaryFragment } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** Where an invoice stands, and the facts beside that. */
export function InvoiceState({ invoice }: { readonly invoice: InvoiceSummaryFragment }) {
  const t = useInvoicesStrings();
  const words = useBillingWords();
  const { now } = useMerchant();
  const { status, partiallyPaid, paidLate, overpaid, dueAt } = invoice;
  return (
    <span aria-live="polite" className="inline-flex flex-wrap items-center gap-1">
      <StateBadge word={words.invoice[status]} />
      {status === 'OPEN' && new Date(dueAt) < now() && <Badge tone="bad">{t.isOverdue}</Badge>}
      {partiallyPaid && <Badge tone="warn">{t.partly}</Badge>}
      {paidLate && <Badge>{t.paidLate}</Badge>}
      {overpaid !== '0' && <Badge tone="accent">{t.overpaid}</Badge>}
    </span>
  );
}
