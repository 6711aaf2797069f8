import { findChainTransaction } from '../../bitcoin/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { ensureCustomer } from '../customers/customer.repository.ts';
import { assertLeft, PlanNotBuyableError } from '../plans/plan.errors.ts';
import { findPlanMerchant, findPublishedPlan } from '../plans/plan.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { beginPurchase, newestPurchase, type Purchase } from './purchase.ts';
import { SubscriptionExistsError } from './subscription.errors.ts';
import { subscriptionEvents } from './subscription-events.ts';
import { takeSeat } from './take-seat.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Begins a subscription: one period of the plan, to be paid by a transaction that this person signs. While
 * that is under way, asking again answers with it; once it has failed, asking again begins another payment
 * of the same subscription, unless it is by the same key.
 * @throws NotFoundError, PlanNotBuyableError, PlanLimitedError, PlanOwnError, SubscriptionExistsError,
 * IdempotencyKeyReusedError
 */
export async function subscribe(
  services: Services,
  person: PersonScope,
  planId: string,
  key?: string | null,
): Promise<Purchase> {
  requireId('plan', planId);
  const { database, clock } = services;
  const request = { ownerId: person.personId, key, operation: 'subscription.begin', input: { planId } };
  return database.transaction(async (tx) => {
    let begun: Purchase | undefined;
    const { id: transactionId } = await onceIfKeyed(tx, realNow(clock), request, async () => {
      begun = await begin(tx, services, person, planId);
      return begun.transactionId;
    });
    return begun ?? { subscriptionId: await subscriptionOf(tx, planId, transactionId), transactionId };
  });
}

async function begin(tx: Tx, services: Services, person: PersonScope, planId: string): Promise<Purchase> {
  const plan = await findPublishedPlan(tx, planId);
  if (!plan) throw new NotFoundError('plan', planId);
  if (plan.status !== 'active') throw new PlanNotBuyableError(plan.status);
  assertLeft(plan, 1);

  const { merchantId, price } = plan;
  const now = await merchantNow(tx, services.clock, merchantId);
  const customerId = await ensureCustomer(tx, person, merchantId, now);
  const seat = { merchantId, planId, customerId, priceId: price.id };
  const { subscription, created } = await takeSeat(tx, seat, now);
  if (subscription.status !== 'incomplete') throw new SubscriptionExistsError(subscription.id);

  const newest = created ? undefined : await newestPurchase(tx, services, subscription);
  if (newest && newest.stage !== 'failed') {
    return { subscriptionId: subscription.id, transactionId: newest.transactionId };
  }
  const purchase = await beginPurchase(tx, services, person, plan, subscription, 1);
  await recordEvents(tx, now, subscriptionEvents({ ...subscription, personId: person.personId }));
  return purchase;
}

/** Of a transaction that was begun before. */
async function subscriptionOf(tx: Tx, planId: string, transactionId: string): Promise<string> {
  const merchantId = (await findPlanMerchant(tx, planId)) ?? '';
  const transaction = await findChainTransaction(tx, { merchantId, id: transactionId });
  if (!transaction?.subscriptionId) throw new Error(`${transactionId} begins no subscription`);
  return transaction.subscriptionId;
}
