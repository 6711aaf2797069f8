import { type NewPosting, postAll } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { billingAccountIds, outsideAccount, revenueAccount } from '../billing-accounts.ts';
import { type BookedPayment, takeBookings } from './payment.repository.ts';

/**
 * Books money that has settled, and takes back what has left the chain: in the currency it came in, from outside to
 * the merchant's revenue. Each change of a payment once, however often it is asked for.
 */
export async function bookPayments(
  tx: Tx,
  now: Date,
  payments: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<void> {
  const booked = await takeBookings(tx, payments);
  const ids = await billingAccountIds(
    tx,
    now,
    booked.flatMap(({ merchantId, rail, currency }) => [
      outsideAccount(merchantId, rail, currency),
      revenueAccount(merchantId, currency),
    ]),
  );
  await postAll(
    tx,
    now,
    booked.map((payment, index) => postingOf(payment, ids[index * 2] ?? '', ids[index * 2 + 1] ?? '')),
  );
}

function postingOf(
  { id, invoiceId, rail, amount, currency, bookings, confirmedAt }: BookedPayment,
  outside: string,
  revenue: string,
): NewPosting {
  // Odd is booked, even is taken back.
  const settled = bookings % 2 === 1;
  const [from, to] = settled ? [outside, revenue] : [revenue, outside];
  return {
    key: `payment:${id}:${bookings}`,
    kind: settled ? 'payment' : 'payment.undone',
    movements: [{ action: 'transfer', from, to, amount, currency }],
    metadata: { paymentId: id, invoiceId, rail },
    ...(confirmedAt ? { eventAt: confirmedAt } : {}),
  };
}
