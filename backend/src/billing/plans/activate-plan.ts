import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { requireId } from '../require-id.ts';
import { PlanStateError } from './plan.errors.ts';
import { lockPlan, setPlanActive } from './plan.repository.ts';
import { nextPlanStatus } from './plan.ts';
import { planEvents } from './plan-events.ts';

/**
 * Puts a plan on sale that is not minted on the chain.
 * @throws NotFoundError, PlanStateError also for one that is to be minted
 */
export async function activatePlan(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  planId: string,
): Promise<{ readonly planId: string }> {
  requireId('plan', planId);
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const plan = await lockPlan(tx, scope, planId);
    if (!plan) throw new NotFoundError('plan', planId);
    if (nextPlanStatus(plan.status, 'activate') === undefined) throw new PlanStateError(plan.status);
    if (plan.mintable) throw new PlanStateError('to be minted');
    await setPlanActive(tx, scope, planId, now);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'plan.activated',
      subjectId: planId,
      merchantId: scope.merchantId,
    });
    await recordEvents(tx, now, planEvents(scope.merchantId, planId, 'activated'));
  });
  return { planId };
}
