import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { PlanNotBuyableError } from '../plans/plan.errors.ts';
import { readPlans } from '../plans/plan.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { beginPurchase, newestPurchase, type Purchase } from './purchase.ts';
import { PurchaseOpenError, SubscriptionStateError } from './subscription.errors.ts';
import { lockOwnSubscription } from './subscription.repository.ts';
import { subscriptionEvents } from './subscription-events.ts';

/** More periods than this in one purchase are refused as a likely mistake. */
export const MAX_PERIODS_PER_PURCHASE = 24;

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Begins the payment of further periods. While a renewal of as many periods waits for its signature, asking
 * again answers with it; once that one is sent, asking again buys more, unless it is by the same key. Subscribers of an archived plan may
 * still renew it.
 * @throws InvalidInputError, NotFoundError, SubscriptionStateError, PlanNotBuyableError, PurchaseOpenError,
 * IdempotencyKeyReusedError
 */
export async function renewSubscription(
  services: Services,
  person: PersonScope,
  subscriptionId: string,
  periods: number,
  key?: string | null,
): Promise<Purchase> {
  requireId('subscription', subscriptionId);
  if (!(Number.isInteger(periods) && periods >= 1 && periods <= MAX_PERIODS_PER_PURCHASE)) {
    throw new InvalidInputError('periods', `from 1 to ${MAX_PERIODS_PER_PURCHASE}`);
  }
  const { database, clock } = services;
  const request = {
    ownerId: person.personId,
    key,
    operation: 'subscription.renew',
    input: { subscriptionId, periods },
  };
  return database.transaction(async (tx) => {
    const { id: transactionId } = await onceIfKeyed(tx, realNow(clock), request, () =>
      renew(tx, services, person, subscriptionId, periods),
    );
    return { subscriptionId, transactionId };
  });
}

/** Answers with the transaction. */
async function renew(
  tx: Tx,
  services: Services,
  person: PersonScope,
  subscriptionId: string,
  periods: number,
): Promise<string> {
  const subscription = await lockOwnSubscription(tx, person, subscriptionId);
  if (!subscription) throw new NotFoundError('subscription', subscriptionId);
  if (subscription.status !== 'active' && subscription.status !== 'past_due') {
    throw new SubscriptionStateError(subscription.status);
  }
  const [plan] = await readPlans(tx, [subscription.planId]);
  if (!plan || plan.status === 'draft') throw new PlanNotBuyableError('draft');

  const newest = await newestPurchase(tx, services, subscription);
  if (newest?.stage === 'unsent') {
    if (newest.periods !== periods) throw new PurchaseOpenError(newest.transactionId);
    return newest.transactionId;
  }
  const { transactionId } = await beginPurchase(tx, services, person, plan, subscription, periods);
  const { personId } = person;
  const now = await merchantNow(tx, services.clock, subscription.merchantId);
  await recordEvents(tx, now, subscriptionEvents({ ...subscription, personId }));
  return transactionId;
}
