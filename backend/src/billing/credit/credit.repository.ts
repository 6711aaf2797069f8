import type { Tx } from '../../platform/database/index.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { jsonRows } from '../json-rows.ts';

/** Which customers have credit, as `customer currency`. */
export async function findCreditors(
  tx: Tx,
  invoices: readonly Pick<InvoiceRow, 'customerId' | 'currency'>[],
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT k."customerId" || ' ' || k.currency AS name
    FROM jsonb_to_recordset(${jsonRows(
      invoices.map(({ customerId, currency }) => ({ customerId, currency })),
    )}::jsonb) AS k("customerId" text, currency text)
    JOIN ledger_accounts a ON a.owner_kind = 'customer' AND a.owner_id = k."customerId" AND a.kind = 'credit'
      AND a.currency = k.currency
    WHERE a.balance > a.locked`;
  return new Set(rows.map(({ name }) => name));
}

/** Keeps the credit of customers from being used by others until the transaction ends. */
export async function lockCredit(
  tx: Tx,
  customers: readonly { readonly merchantId: string; readonly customerId: string }[],
): Promise<void> {
  const keys = customers.map(({ merchantId, customerId }) => ({ merchantId, customerId }));
  await tx.$queryRaw`
    SELECT FROM (
      SELECT DISTINCT "merchantId", "customerId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "customerId" text)
    ) k
    JOIN customers c ON c.merchant_id = k."merchantId" AND c.id = k."customerId"
    ORDER BY c.merchant_id, c.id
    FOR NO KEY UPDATE OF c`;
}

/** Notes that so much of locked invoices was paid by credit. */
export async function addCredit(
  tx: Tx,
  uses: readonly { readonly merchantId: string; readonly id: string; readonly amount: bigint }[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE invoices i SET credit = i.credit + k.amount, revision = i.revision + 1, updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(uses)}::jsonb) AS k("merchantId" text, id text, amount numeric)
    WHERE i.merchant_id = k."merchantId" AND i.id = k.id`;
}
