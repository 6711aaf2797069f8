import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { recomputeInvoices } from '../invoices/recompute-invoices.ts';
import { refundOverpayments } from '../refunds/refund-overpayments.ts';
import { dropStrandedRefunds } from '../refunds/settle-refund.ts';
import {
  type RecomputedSubscription,
  recomputeSubscriptions,
} from '../subscriptions/recompute-subscriptions.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import { adoptPayments } from './adopt-payments.ts';
import { bookPayments } from './book-payments.ts';
import type { ChangedPayment } from './payment.repository.ts';
import { FIRST_NEWS, type PaymentNews } from './payment.ts';
import { paymentEvents } from './payment-events.ts';

/** What follows when payments have changed: for the books, their invoices and subscriptions, and whoever listens. */
export async function followUp(
  tx: Tx,
  now: Date,
  news: PaymentNews,
  changed: readonly ChangedPayment[],
): Promise<void> {
  if (changed.length === 0) return;
  // A payment that was written and moved by the same news is told of once, as it is now.
  const latest = [...new Map(changed.map((payment) => [payment.id, payment])).values()];
  const payments = FIRST_NEWS.includes(news) ? await adoptPayments(tx, now, latest) : latest;

  const grantsChange = news === 'settled' || news === 'unconfirmed';
  const told = new Set<string>();
  if (grantsChange) {
    if (news === 'unconfirmed') await dropStrandedRefunds(tx, now, payments);
    await bookPayments(tx, now, payments);
    const invoices = await recomputeInvoices(tx, now, payments);
    for (const { after } of invoices) told.add(after.id);
    if (news === 'settled') await refundOverpayments(tx, now, invoices);
  }
  const keys = payments.flatMap(({ merchantId, subscriptionId, personId }) =>
    subscriptionId === null ? [] : [{ merchantId, subscriptionId, personId }],
  );
  const subscriptions = grantsChange ? await recomputeSubscriptions(tx, now, keys) : subscriptionsOf(keys);
  await recordEvents(tx, now, [
    ...payments.flatMap(paymentEvents),
    ...payments.flatMap(({ invoiceId: id, ...payment }) =>
      told.has(id) ? [] : invoiceEvents({ ...payment, id }),
    ),
    ...subscriptions.flatMap((subscription) => subscriptionEvents(subscription, subscription.changes)),
  ]);
}

function subscriptionsOf(
  keys: readonly { merchantId: string; subscriptionId: string; personId: string | null }[],
): RecomputedSubscription[] {
  const subscriptions = keys.map(({ merchantId, subscriptionId, personId }) => ({
    merchantId,
    id: subscriptionId,
    personId,
    changes: [],
  }));
  return [...new Map(subscriptions.map((each) => [each.id, each])).values()];
}
