import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { Caller, MerchantScope } from '../../identity/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { checkPlanFields, type PlanInputFields } from './check-plan-fields.ts';
import { insertPlan } from './plan.repository.ts';
import { planEvents } from './plan-events.ts';

/**
 * Writes a draft. Nobody can buy it until it has been minted. It pays the member who writes it unless it says another
 * address, which an API key therefore has to.
 * @throws InvalidInputError, IdempotencyKeyReusedError
 */
export async function createPlan(
  { database, clock, config }: Pick<PlatformServices, 'database' | 'clock' | 'config'>,
  author: Caller,
  scope: MerchantScope,
  {
    idempotencyKey: key,
    ...input
  }: PlanInputFields & { readonly idempotencyKey?: string | null | undefined },
): Promise<{ readonly planId: string }> {
  const fields = checkPlanFields(
    input,
    config.BITCOIN_NETWORK,
    author.kind === 'person' ? author.address : undefined,
  );
  const now = clock.now();
  const { merchantId } = scope;
  const request = { ownerId: merchantId, key, operation: 'plan.create', input: { ...fields } };
  const { id: planId } = await database.transaction((tx) =>
    onceIfKeyed(tx, now, request, async () => {
      const id = newId('plan');
      await insertPlan(tx, scope, { ...fields, id, priceId: newId('price'), createdAt: now });
      await recordEvents(tx, now, planEvents(merchantId, id));
      await recordAudit(tx, now, {
        actor: merchantActor(scope),
        action: 'plan.created',
        subjectId: id,
        merchantId,
        details: {
          name: fields.name,
          priceSats: fields.priceSats.toString(),
          payoutAddress: fields.payoutAddress,
        },
      });
      return id;
    }),
  );
  return { planId };
}
