import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import {
  type RecomputedSubscription,
  recomputeSubscriptions,
} from '../subscriptions/recompute-subscriptions.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import { adoptPayments } from './adopt-payments.ts';
import type { ChangedPayment } from './payment.repository.ts';
import { FIRST_NEWS, type PaymentNews } from './payment.ts';
import { paymentEvents } from './payment-events.ts';

/** What follows when payments have changed: for their subscriptions, and for whoever listens. */
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
  const subscriptions = grantsChange
    ? await recomputeSubscriptions(tx, now, payments)
    : subscriptionsOf(payments);
  await recordEvents(tx, now, [
    ...payments.flatMap(paymentEvents),
    ...subscriptions.flatMap((subscription) => subscriptionEvents(subscription, subscription.changes)),
  ]);
}

function subscriptionsOf(payments: readonly ChangedPayment[]): RecomputedSubscription[] {
  const subscriptions = payments.map(({ merchantId, subscriptionId, personId }) => ({
    merchantId,
    id: subscriptionId,
    personId,
    changes: [],
  }));
  return [...new Map(subscriptions.map((each) => [each.id, each])).values()];
}
