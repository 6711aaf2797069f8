import type { Tx } from '../../platform/database/index.ts';
import type { InvoiceKey } from '../invoices/invoice-row.ts';
import type { RailName } from '../ports.ts';

/** Whose money an invoice may be paid with, on which rail. */
export interface Allowance {
  readonly subscriptionId: string;
  readonly personId: string;
  readonly rail: RailName;
}

/** What the subscriber of an open invoice has allowed, if they have. */
export async function findAllowance(
  tx: Tx,
  { merchantId, invoiceId }: InvoiceKey,
): Promise<Allowance | undefined> {
  const [row] = await tx.$queryRaw<Allowance[]>`
    SELECT s.id AS "subscriptionId", COALESCE(c.person_id, p.id) AS "personId", s.auto_rail AS rail
    FROM invoices i
    JOIN subscriptions s ON s.merchant_id = i.merchant_id AND s.id = i.subscription_id AND s.auto_rail IS NOT NULL
    JOIN customers c ON c.merchant_id = i.merchant_id AND c.id = i.customer_id
    LEFT JOIN people p ON p.address = c.address
    WHERE i.merchant_id = ${merchantId} AND i.id = ${invoiceId} AND i.status = 'open'
      AND COALESCE(c.person_id, p.id) IS NOT NULL`;
  return row;
}

/** Whether the subscriber still allows it; their word cannot change until the transaction ends. */
export async function lockAllowance(
  tx: Tx,
  { merchantId }: InvoiceKey,
  { subscriptionId, rail }: Allowance,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM subscriptions s
    WHERE s.merchant_id = ${merchantId} AND s.id = ${subscriptionId} AND s.auto_rail = ${rail}
    FOR NO KEY UPDATE`;
  return rows.length > 0;
}
