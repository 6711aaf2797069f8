import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { hasPaymentUnderWay } from '../payments/payment.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { newestPurchase } from './purchase.ts';
import { SubscriptionStateError } from './subscription.errors.ts';
import { lockOwnSubscription, setSubscriptionStatus } from './subscription.repository.ts';
import { nextStatus } from './subscription.ts';
import { subscriptionEvents } from './subscription-events.ts';
import type { SubscriptionRow } from './subscription-row.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Gives up a subscription that was never paid, and with it the transaction that waits for a signature. The
 * two are separate steps: a crash between them leaves the subscription incomplete, to be canceled again.
 * @throws NotFoundError, SubscriptionStateError, and what the rail throws when the payment is on its way
 */
export async function cancelSubscription(
  services: Services,
  person: PersonScope,
  subscriptionId: string,
): Promise<{ readonly subscriptionId: string }> {
  requireId('subscription', subscriptionId);
  const { database, clock, rails } = services;
  const open = await database.transaction(async (tx) => {
    const subscription = await lockCancelable(tx, person, subscriptionId);
    return newestPurchase(tx, services, subscription);
  });
  if (open?.stage === 'unsent') await rails[open.rail].cancel(person, open.transactionId);

  await database.transaction(async (tx) => {
    const subscription = await lockCancelable(tx, person, subscriptionId);
    const left = await newestPurchase(tx, services, subscription);
    if (left && left.stage !== 'failed') throw new SubscriptionStateError('being paid');
    const now = clock.now();
    await setSubscriptionStatus(tx, subscription, 'canceled', now);
    const { personId } = person;
    await recordEvents(tx, now, subscriptionEvents({ ...subscription, personId }, ['canceled']));
  });
  return { subscriptionId };
}

async function lockCancelable(tx: Tx, person: PersonScope, id: string): Promise<SubscriptionRow> {
  const subscription = await lockOwnSubscription(tx, person, id);
  if (!subscription) throw new NotFoundError('subscription', id);
  if (nextStatus(subscription.status, 'cancel') === undefined) {
    throw new SubscriptionStateError(subscription.status);
  }
  if (await hasPaymentUnderWay(tx, subscription)) throw new SubscriptionStateError('being paid');
  return subscription;
}
