import { recordAudit } from '../../compliance/index.ts';
import type { PersonScope, SubscriberScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { subscriberActor } from '../customers/subscriber-actor.ts';
import type { BillingServices, RailName } from '../ports.ts';
import { RailUnavailableError } from '../quotes/quote.errors.ts';
import { requireId } from '../require-id.ts';
import { SubscriptionStateError } from '../subscriptions/subscription.errors.ts';
import { lockOwnSubscription } from '../subscriptions/subscription.repository.ts';
import { OVER } from '../subscriptions/subscription.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import { setAutoRail } from './auto-rail.repository.ts';

/**
 * The subscriber's word that renewals are paid from what they have on a rail without asking, from now on, the one that
 * is open among them. Kept in the audit log with what the subscription costs then.
 * @throws NotFoundError, SubscriptionStateError for one that is over, RailUnavailableError where only the payer can pay
 */
export async function setAutoPay(
  services: Pick<BillingServices, 'database' | 'clock' | 'rails'>,
  person: PersonScope,
  subscriptionId: string,
  rail: RailName,
): Promise<{ readonly subscriptionId: string }> {
  if (!services.rails[rail]?.collect) throw new RailUnavailableError(rail);
  return write(services, person, subscriptionId, rail);
}

/**
 * Takes that word back: by whoever gave it, also in the portal.
 * @throws NotFoundError
 */
export function revokeAutoPay(
  services: Pick<BillingServices, 'database' | 'clock'>,
  subscriber: SubscriberScope,
  subscriptionId: string,
): Promise<{ readonly subscriptionId: string }> {
  return write(services, subscriber, subscriptionId, null);
}

async function write(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  subscriber: SubscriberScope,
  subscriptionId: string,
  rail: RailName | null,
): Promise<{ readonly subscriptionId: string }> {
  requireId('subscription', subscriptionId);
  await database.transaction(async (tx) => {
    const subscription = await lockOwnSubscription(tx, subscriber, subscriptionId);
    if (!subscription) throw new NotFoundError('subscription', subscriptionId);
    if (rail !== null && OVER.includes(subscription.status))
      throw new SubscriptionStateError(subscription.status);
    const now = await merchantNow(tx, clock, subscription.merchantId);
    const price = await setAutoRail(tx, subscription, rail, now);
    if (price === undefined) return;
    const { merchantId } = subscription;
    await recordEvents(tx, now, subscriptionEvents(subscription));
    await recordAudit(tx, now, {
      actor: subscriberActor(subscriber),
      action: rail === null ? 'subscription.auto_pay_revoked' : 'subscription.auto_pay_allowed',
      subjectId: subscriptionId,
      merchantId,
      details: { rail, ...price },
    });
  });
  return { subscriptionId };
}
