import type { NewEvent } from '../../platform/events/index.ts';
import type { InvoiceRow } from './invoice-row.ts';

/** Changes of an invoice that have a name of their own. */
export const INVOICE_CHANGES = [
  'opened',
  'paid',
  'unpaid',
  'voided',
  'overpaid',
  'partially_paid',
  'uncollectible',
  'reminded',
  'overdue',
  'auto_payment_refused',
] as const;
type Change = (typeof INVOICE_CHANGES)[number];

/**
 * The news of an invoice: that something changed, and what it was where that has a name of its own. `days` since it was
 * due, of reminders.
 */
export function invoiceEvents(
  { merchantId, id, subscriptionId }: Pick<InvoiceRow, 'merchantId' | 'id' | 'subscriptionId'>,
  changes: readonly Change[] = [],
  data: { readonly days?: number } = {},
): NewEvent[] {
  return ['updated', ...changes].map((verb) => ({
    type: `invoice.${verb}`,
    subjectId: id,
    merchantId,
    data: { subscriptionId, ...data },
  }));
}

type Settled = Pick<InvoiceRow, 'status' | 'paid' | 'overpaid'>;

/** What a change amounts to. `unpaid`: the chain took a payment back. */
export function invoiceChanges(before: Settled, after: Settled): Change[] {
  const changes: Change[] = [];
  if (after.status === 'paid' && before.status !== 'paid') changes.push('paid');
  if (after.status !== 'paid' && before.status === 'paid') changes.push('unpaid');
  if (after.status === 'void' && ['open', 'uncollectible'].includes(before.status)) changes.push('voided');
  if (after.status === 'open' && after.paid > before.paid) changes.push('partially_paid');
  if (after.overpaid > before.overpaid) changes.push('overpaid');
  return changes;
}
