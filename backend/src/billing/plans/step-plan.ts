import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { requireId } from '../require-id.ts';
import { PlanStateError } from './plan.errors.ts';
import { lockPlan } from './plan.repository.ts';
import { nextPlanStatus, type PlanInput } from './plan.ts';
import { planEvents } from './plan-events.ts';

interface PlanStep {
  readonly input: Extract<PlanInput, 'activate' | 'archive'>;
  readonly news: 'activated' | 'archived';
  /** Writes it to the locked plan. */
  readonly write: (
    tx: Tx,
    plan: NonNullable<Awaited<ReturnType<typeof lockPlan>>>,
    now: Date,
  ) => Promise<unknown>;
}

/**
 * Takes a plan one step further as a member of its merchant says, and tells of it.
 * @throws NotFoundError, PlanStateError, and what `write` throws
 */
export async function stepPlan(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  planId: string,
  { input, news, write }: PlanStep,
): Promise<{ readonly planId: string }> {
  requireId('plan', planId);
  const { merchantId } = scope;
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, merchantId);
    const plan = await lockPlan(tx, scope, planId);
    if (!plan) throw new NotFoundError('plan', planId);
    if (nextPlanStatus(plan.status, input) === undefined) throw new PlanStateError(plan.status);
    await write(tx, plan, now);
    const actor = merchantActor(scope);
    await recordAudit(tx, now, { actor, action: `plan.${news}`, subjectId: planId, merchantId });
    await recordEvents(tx, now, planEvents(merchantId, planId, news));
  });
  return { planId };
}
