import { type Movement, post, postAll } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { billingAccountIds, outsideAccount, revenueAccount } from '../billing-accounts.ts';
import { RefundStateError } from './refund.errors.ts';
import { lockRequestedRefunds, moveRefund, type RefundedPayment } from './refund.repository.ts';
import type { RefundRow } from './refund.ts';
import { refundEvents } from './refund-events.ts';

/**
 * Books a refund that was sent: the customer's credit goes to the merchant's revenue, and the money from there to where
 * it came from.
 * @throws RefundStateError
 */
export async function settleRefund(
  tx: Tx,
  now: Date,
  refund: RefundRow,
  payment: RefundedPayment,
  reference: string,
): Promise<void> {
  const { merchantId, id, rail, amount, currency, holdId, creditCurrency } = refund;
  if (!(await moveRefund(tx, refund, { status: 'sent', reference, at: now }))) {
    throw new RefundStateError(refund.status);
  }
  const [revenue = '', credited = '', outside = ''] = await billingAccountIds(tx, now, [
    revenueAccount(merchantId, currency),
    revenueAccount(merchantId, creditCurrency),
    outsideAccount(merchantId, rail, currency),
  ]);
  const movements: Movement[] = holdId === null ? [] : [{ action: 'capture', hold: holdId, to: credited }];
  movements.push({ action: 'transfer', from: revenue, to: outside, amount, currency });
  await post(tx, now, {
    key: `refund.sent:${id}`,
    kind: 'refund',
    movements,
    metadata: { refundId: id, paymentId: refund.paymentId, invoiceId: refund.invoiceId, rail },
  });
  await recordEvents(tx, now, refundEvents(refund, payment.customerId, 'sent'));
}

/**
 * Cancels refunds that were not sent: what was locked is the customer's credit again.
 * @throws RefundStateError
 */
export async function dropRefunds(
  tx: Tx,
  now: Date,
  refunds: readonly RefundRow[],
  customerId: (refund: RefundRow) => string,
): Promise<void> {
  for (const refund of refunds) {
    if (!(await moveRefund(tx, refund, { status: 'canceled', at: now })))
      throw new RefundStateError(refund.status);
  }
  await postAll(
    tx,
    now,
    refunds.flatMap(({ id, holdId }) =>
      holdId === null
        ? []
        : [
            {
              key: `refund.canceled:${id}`,
              kind: 'refund.canceled',
              movements: [{ action: 'release' as const, hold: holdId }],
              metadata: { refundId: id },
            },
          ],
    ),
  );
  await recordEvents(
    tx,
    now,
    refunds.flatMap((refund) => refundEvents(refund, customerId(refund), 'canceled')),
  );
}

/** Cancels what waits to be sent back of payments that have left the chain: there is nothing to send back. */
export async function dropStrandedRefunds(
  tx: Tx,
  now: Date,
  payments: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<void> {
  const stranded = await lockRequestedRefunds(tx, payments);
  if (stranded.length > 0) await dropRefunds(tx, now, stranded, () => '');
}
