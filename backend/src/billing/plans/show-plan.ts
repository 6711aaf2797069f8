import type { Caller } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import { findPlan, findPublishedPlan } from './plan.repository.ts';
import type { PlanRow } from './plan-row.ts';
import { requirePlanMember } from './require-plan-member.ts';

/**
 * A plan as the viewer may see it: active ones are public, the others are for the merchant's members.
 * @throws NotFoundError, also for one that they may not know of
 */
export async function showPlan(tx: Tx, viewer: Caller | null, planId: string): Promise<PlanRow> {
  requireId('plan', planId);
  const published = await findPublishedPlan(tx, planId);
  if (published?.status === 'active') return published;
  if (!viewer) throw new NotFoundError('plan', planId);
  const plan = await findPlan(tx, await requirePlanMember(tx, viewer, planId, 'viewer'), planId);
  if (!plan) throw new NotFoundError('plan', planId);
  return plan;
}
