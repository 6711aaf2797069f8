import type { Tx } from '../../platform/database/index.ts';
import { type BillingPolicy, DEFAULT_POLICY } from './policy.ts';

/** How a merchant bills. */
export async function findPolicy(tx: Tx, merchantId: string): Promise<BillingPolicy> {
  const row = await tx.billingPolicy.findUnique({ where: { merchantId } });
  return row ?? DEFAULT_POLICY;
}
