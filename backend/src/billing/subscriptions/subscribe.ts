import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { ensureCustomer } from '../customers/customer.repository.ts';
import { assertLeft, PlanNotBuyableError } from '../plans/plan.errors.ts';
import { findPublishedPlan } from '../plans/plan.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { beginPurchase, newestPurchase, type Purchase } from './purchase.ts';
import { SubscriptionExistsError } from './subscription.errors.ts';
import { subscriptionEvents } from './subscription-events.ts';
import { takeSeat } from './take-seat.ts';

/**
 * Begins a subscription: one period of the plan, to be paid by a transaction that this person signs. While
 * that is under way, asking again answers with it; once it has failed, asking again begins another payment
 * of the same subscription.
 * @throws NotFoundError, PlanNotBuyableError, PlanLimitedError, PlanOwnError, SubscriptionExistsError
 */
export async function subscribe(
  services: Pick<BillingServices, 'database' | 'clock' | 'rails'>,
  person: PersonScope,
  planId: string,
): Promise<Purchase> {
  requireId('plan', planId);
  const { database, clock } = services;
  return database.transaction(async (tx) => {
    const plan = await findPublishedPlan(tx, planId);
    if (!plan) throw new NotFoundError('plan', planId);
    if (plan.status !== 'active') throw new PlanNotBuyableError(plan.status);
    assertLeft(plan, 1);

    const { merchantId, price } = plan;
    const now = await merchantNow(tx, clock, merchantId);
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
  });
}
