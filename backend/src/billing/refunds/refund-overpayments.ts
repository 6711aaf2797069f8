import type { Tx } from '../../platform/database/index.ts';
import type { RecomputedInvoice } from '../invoices/invoice-row.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import { beginRefund, refundableOf } from './begin-refund.ts';
import { lockRefundedPayment, readSettledPayments } from './refund.repository.ts';

/** Requests refunds of what was paid too much, for merchants whose policy says so. */
export async function refundOverpayments(
  tx: Tx,
  now: Date,
  changed: readonly RecomputedInvoice[],
): Promise<void> {
  for (const { before, after } of changed) {
    const excess = after.overpaid - before.overpaid;
    if (excess <= 0n) continue;
    const { overpayment } = await findPolicy(tx, after.merchantId);
    if (overpayment === 'refund') await refundValue(tx, now, after, excess, { reason: 'overpaid' });
  }
}

/** Requests refunds worth so much of an invoice's payments, the newest first; as much as they have left. */
export async function refundValue(
  tx: Tx,
  now: Date,
  invoice: { readonly merchantId: string; readonly id: string },
  value: bigint,
  { reason, creditNoteId = null }: { readonly reason: string; readonly creditNoteId?: string | null },
): Promise<string[]> {
  let left = value;
  const refunds: string[] = [];
  for (const paymentId of await readSettledPayments(tx, invoice)) {
    const payment = await lockRefundedPayment(tx, invoice, paymentId);
    const there = payment ? refundableOf(payment) : { value: 0n, amount: 0n };
    const part = left < there.value ? left : there.value;
    if (!payment || part <= 0n || there.amount <= 0n) continue;
    const refund = await beginRefund(tx, now, payment, { value: part, reason, creditNoteId });
    refunds.push(refund.id);
    left -= part;
  }
  return refunds;
}
