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

/** Writes how a merchant invoices. */
export async function writeInvoicing(
  tx: Tx,
  merchantId: string,
  { taxes, ...terms }: Omit<BillingPolicy, 'invoicePrefix'>,
): Promise<void> {
  const { invoiceLeadHours, dueHours, toleranceBps, overpayment } = terms;
  const data = {
    invoiceLeadHours,
    dueHours,
    toleranceBps,
    overpayment,
    taxes: taxes.map((rate) => ({ ...rate })),
  };
  await tx.billingPolicy.upsert({ where: { merchantId }, create: { merchantId, ...data }, update: data });
}
