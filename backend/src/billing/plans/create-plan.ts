import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { Caller, MerchantScope } from '../../identity/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import type { BillingServices } from '../ports.ts';
import { checkPlanFields, type PlanInputFields } from './check-plan-fields.ts';
import { insertPlan, insertPrice } from './plan.repository.ts';
import { planEvents } from './plan-events.ts';

/**
 * Writes a draft. Nobody can buy it until it has been minted or, where none of its prices is on the chain, activated.
 * It pays the member who writes it unless it says another address, which an API key therefore has to.
 * @throws InvalidInputError, CurrencyUnknownError, IdempotencyKeyReusedError
 */
export async function createPlan(
  {
    database,
    clock,
    config,
    currencies,
  }: Pick<BillingServices, 'database' | 'clock' | 'config' | 'currencies'>,
  author: Caller,
  scope: MerchantScope,
  {
    idempotencyKey: key,
    ...input
  }: PlanInputFields & { readonly idempotencyKey?: string | null | undefined },
): Promise<{ readonly planId: string }> {
  const { prices, ...fields } = checkPlanFields(input, {
    network: config.BITCOIN_NETWORK,
    currencies,
    memberAddress: author.kind === 'person' ? author.address : undefined,
  });
  const { merchantId } = scope;
  const request = { ownerId: merchantId, key, operation: 'plan.create', input: { ...fields, prices } };
  const { id: planId } = await database.transaction((tx) =>
    onceIfKeyed(tx, realNow(clock), request, async () => {
      const createdAt = await merchantNow(tx, clock, merchantId);
      const id = newId('plan');
      const onChain = prices.some((price) => price.onChain);
      await insertPlan(tx, scope, { ...fields, id, onChain, createdAt });
      for (const price of prices) {
        await insertPrice(tx, scope, { ...price, id: newId('price'), planId: id, createdAt });
      }
      await recordEvents(tx, createdAt, planEvents(merchantId, id));
      await recordAudit(tx, createdAt, {
        actor: merchantActor(scope),
        action: 'plan.created',
        subjectId: id,
        merchantId,
        details: {
          name: fields.name,
          payoutAddress: fields.payoutAddress,
          prices: prices.map(({ amount, currency }) => `${amount} ${currency}`),
        },
      });
      return id;
    }),
  );
  return { planId };
}
