import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import { PlanNotBuyableError } from './plan.errors.ts';
import { findPlanMerchant, findPublishedPlan } from './plan.repository.ts';
import type { PlanRow, PriceRow } from './plan-row.ts';

/**
 * A plan for whoever follows its link. One that is archived is shown without prices; of a draft nothing is told but that
 * it is one.
 * @throws NotFoundError, PlanNotBuyableError for a draft
 */
export async function showPublicPlan(tx: Tx, planId: string): Promise<PlanRow> {
  requireId('plan', planId);
  const plan = await findPublishedPlan(tx, planId);
  if (plan) return plan;
  if ((await findPlanMerchant(tx, planId)) === undefined) throw new NotFoundError('plan', planId);
  throw new PlanNotBuyableError('draft');
}

/** The prices at which somebody can subscribe to a plan, oldest first. */
export function pricesOnSale({ status, prices }: PlanRow): PriceRow[] {
  return status === 'active' ? prices.filter(({ active }) => active) : [];
}
