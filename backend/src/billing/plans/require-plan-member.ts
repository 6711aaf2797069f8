import { type Caller, type MerchantScope, type Role, requireMerchant } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import { findPlanMerchant } from './plan.repository.ts';

/**
 * The right of a person or an API key to act for the merchant that has a plan.
 * @throws NotFoundError naming the plan when they do not belong to it, ForbiddenError when their role is too low
 */
export async function requirePlanMember(
  tx: Tx,
  caller: Caller,
  planId: string,
  minimum: Role,
): Promise<MerchantScope> {
  requireId('plan', planId);
  const merchantId = await findPlanMerchant(tx, planId);
  if (merchantId === undefined) throw new NotFoundError('plan', planId);
  try {
    return await requireMerchant(tx, caller, merchantId, minimum, 'plans');
  } catch (error) {
    throw error instanceof NotFoundError ? new NotFoundError('plan', planId) : error;
  }
}
