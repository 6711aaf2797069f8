import { NotFoundError } from '../../platform/errors/index.ts';
import { listPlans, readPlans } from '../plans/plan.repository.ts';
import type { PlanRow, PriceRow } from '../plans/plan-row.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { findOwnSubscription, type SubscriptionManager } from '../subscriptions/subscription.repository.ts';

/** A price with the plan that it is of. */
export interface ChangeOption {
  readonly plan: PlanRow;
  readonly price: PriceRow;
}

/** More plans than that nobody chooses from. */
const PAGE = { first: 100, take: 100, beforeId: undefined };

/**
 * The prices that a subscription can change to, cheapest first: those on sale in its currency, and its own, which
 * stays its own when it is off sale. None of them is on the chain, nor is there any for a subscription that is.
 * @throws NotFoundError
 */
export async function listChangeOptions(
  { database: { client } }: Pick<BillingServices, 'database'>,
  manager: SubscriptionManager,
  subscriptionId: string,
): Promise<readonly ChangeOption[]> {
  requireId('subscription', subscriptionId);
  const subscription = await findOwnSubscription(client, manager, subscriptionId);
  if (!subscription) throw new NotFoundError('subscription', subscriptionId);
  const [own] = await readPlans(client, [subscription.planId]);
  const price = own?.prices.find(({ id }) => id === subscription.priceId);
  if (!own || !price || price.onChain) return [];
  const onSale = await listPlans(client, subscription, PAGE, { status: 'active' });
  const plans = onSale.some(({ id }) => id === own.id) ? onSale : [own, ...onSale];
  return plans
    .flatMap((plan) => plan.prices.map((each) => ({ plan, price: each })))
    .filter(({ plan, price: each }) => {
      const offered = plan.status === 'active' && each.active;
      return !each.onChain && each.currency === price.currency && (offered || each.id === price.id);
    })
    .sort((a, b) => (a.price.amount < b.price.amount ? -1 : a.price.amount > b.price.amount ? 1 : 0));
}
