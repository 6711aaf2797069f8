import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { requireId } from '../require-id.ts';
import { PlanStateError } from './plan.errors.ts';
import { lockPlan, setPlanArchived } from './plan.repository.ts';
import { nextPlanStatus } from './plan.ts';
import { planEvents } from './plan-events.ts';

/**
 * Takes a plan off sale for good. Its subscribers keep it and may renew.
 * @throws NotFoundError, PlanStateError
 */
export async function archivePlan(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  planId: string,
): Promise<{ readonly planId: string }> {
  requireId('plan', planId);
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const plan = await lockPlan(tx, scope, planId);
    if (!plan) throw new NotFoundError('plan', planId);
    if (nextPlanStatus(plan.status, 'archive') === undefined) throw new PlanStateError(plan.status);
    await setPlanArchived(tx, scope, planId, now);
    await recordEvents(tx, now, planEvents(scope.merchantId, planId, 'archived'));
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'plan.archived',
      subjectId: planId,
      merchantId: scope.merchantId,
    });
  });
  return { planId };
}
