import type { Tx } from '../../platform/database/index.ts';
import { storedTaxes } from '../invoices/tax.ts';
import { type BillingPolicy, DEFAULT_POLICY, type Overpayment } from './policy.ts';

/** How a merchant bills. */
export async function findPolicy(tx: Tx, merchantId: string): Promise<BillingPolicy> {
  const row = await tx.billingPolicy.findUnique({ where: { merchantId } });
  if (!row) return DEFAULT_POLICY;
  const { taxes, overpayment, ...terms } = row;
  return { ...terms, taxes: storedTaxes(taxes), overpayment: overpayment as Overpayment };
}
