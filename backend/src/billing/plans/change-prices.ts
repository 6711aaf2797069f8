import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { checkPrice, MAX_PRICES, type PriceInputFields } from './check-price.ts';
import { PlanStateError } from './plan.errors.ts';
import { insertPrice, lockPlan, setPriceInactive } from './plan.repository.ts';
import { planEvents } from './plan-events.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'currencies'>;

/**
 * Adds a price to a plan, for new subscriptions: nobody who has the plan pays another price by it. The price of the
 * token is fixed with the mint.
 * @throws InvalidInputError, CurrencyUnknownError, NotFoundError, PlanStateError, IdempotencyKeyReusedError
 */
export async function addPrice(
  { database, clock, currencies }: Services,
  scope: MerchantScope,
  planId: string,
  {
    idempotencyKey: key,
    ...input
  }: PriceInputFields & { readonly idempotencyKey?: string | null | undefined },
): Promise<{ readonly priceId: string }> {
  requireId('plan', planId);
  const price = checkPrice(input, currencies);
  if (price.onChain)
    throw new InvalidInputError('onChain', 'false: the price of the token is fixed with the mint');
  const { merchantId } = scope;
  const request = { ownerId: merchantId, key, operation: 'price.add', input: { planId, ...price } };
  const { id: priceId } = await database.transaction((tx) =>
    onceIfKeyed(tx, realNow(clock), request, async () => {
      const createdAt = await merchantNow(tx, clock, merchantId);
      const plan = await lockPlan(tx, scope, planId);
      if (!plan) throw new NotFoundError('plan', planId);
      if (plan.status === 'archived') throw new PlanStateError(plan.status);
      if (plan.prices.length >= MAX_PRICES)
        throw new InvalidInputError('prices', `at most ${MAX_PRICES} for a plan`);
      const id = newId('price');
      await insertPrice(tx, scope, { ...price, id, planId, createdAt });
      await recordAudit(tx, createdAt, {
        actor: merchantActor(scope),
        action: 'price.added',
        subjectId: id,
        merchantId,
        details: { planId, amount: price.amount.toString(), currency: price.currency },
      });
      await recordEvents(tx, createdAt, planEvents(merchantId, planId));
      return id;
    }),
  );
  return { priceId };
}

/**
 * Takes a price off sale; its subscribers keep it. The last one and that of the token stay.
 * @throws NotFoundError, PlanStateError
 */
export async function archivePrice(
  { database, clock }: Services,
  scope: MerchantScope,
  planId: string,
  priceId: string,
): Promise<{ readonly planId: string }> {
  requireId('plan', planId);
  requireId('price', priceId);
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const plan = await lockPlan(tx, scope, planId);
    const price = plan?.prices.find(({ id }) => id === priceId);
    if (!plan || !price) throw new NotFoundError('price', priceId);
    if (!price.active) return;
    const others = plan.prices.some(({ id, active }) => active && id !== priceId);
    if (price.onChain || !others) throw new PlanStateError('sold at this price alone');
    await setPriceInactive(tx, scope, priceId);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'price.archived',
      subjectId: priceId,
      merchantId: scope.merchantId,
      details: { planId },
    });
    await recordEvents(tx, now, planEvents(scope.merchantId, planId));
  });
  return { planId };
}
