import type { MerchantScope, PersonScope } from '../../identity/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { checkPlanFields, type PlanInputFields } from './check-plan-fields.ts';
import { insertPlan } from './plan.repository.ts';
import { planEvents } from './plan-events.ts';

/**
 * Writes a draft. Nobody can buy it until it has been minted.
 * @throws InvalidInputError
 */
export async function createPlan(
  { database, clock, config }: Pick<PlatformServices, 'database' | 'clock' | 'config'>,
  member: PersonScope,
  scope: MerchantScope,
  input: PlanInputFields,
): Promise<{ readonly planId: string }> {
  const fields = checkPlanFields(input, config.BITCOIN_NETWORK, member.address);
  const now = clock.now();
  const planId = newId('plan');
  await database.transaction(async (tx) => {
    await insertPlan(tx, scope, { ...fields, id: planId, priceId: newId('price'), createdAt: now });
    await recordEvents(tx, now, planEvents(scope.merchantId, planId));
  });
  return { planId };
}
