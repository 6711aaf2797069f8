import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';

/** A payment in another currency than its invoice's that came after its rate had been given up. */
export interface UnvaluedPayment {
  readonly merchantId: string;
  readonly id: string;
  /** In the smallest unit of `currency`. */
  readonly amount: bigint;
  readonly currency: string;
  readonly invoiceCurrency: string;
}

/** Payments of unknown worth, the oldest first. */
export async function findUnvalued(tx: Tx, limit: number): Promise<UnvaluedPayment[]> {
  const rows = await tx.$queryRaw<(Omit<UnvaluedPayment, 'amount'> & { readonly amount: string })[]>`
    SELECT p.merchant_id AS "merchantId", p.id, p.amount::text AS amount, p.currency, i.currency AS "invoiceCurrency"
    FROM payments p JOIN invoices i ON i.merchant_id = p.merchant_id AND i.id = p.invoice_id
    WHERE p.invoice_amount IS NULL
    ORDER BY p.created_at LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

export interface ValuedPayment {
  readonly merchantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly subscriptionId: string | null;
}

/** Writes what payments are worth, unless another worker has; answers with those written. */
export async function setValues(
  tx: Tx,
  values: readonly { readonly merchantId: string; readonly id: string; readonly invoiceAmount: bigint }[],
  now: Date,
): Promise<ValuedPayment[]> {
  return tx.$queryRaw`
    UPDATE payments p SET invoice_amount = k."invoiceAmount", updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(values)}::jsonb) AS k("merchantId" text, id text, "invoiceAmount" numeric)
    WHERE p.merchant_id = k."merchantId" AND p.id = k.id AND p.invoice_amount IS NULL
    RETURNING p.merchant_id AS "merchantId", p.id, p.invoice_id AS "invoiceId", p.subscription_id AS "subscriptionId"`;
}
