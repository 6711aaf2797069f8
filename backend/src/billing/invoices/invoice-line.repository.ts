import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { InvoiceKey } from './invoice-row.ts';

/** Amounts are in the invoice's currency, in its smallest unit; negative is a deduction. */
export interface InvoiceLineRow {
  readonly invoiceId: string;
  readonly line: number;
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: bigint;
  readonly amount: bigint;
}

/** The lines of these invoices, in their order. */
export async function readLines(tx: Tx, keys: readonly InvoiceKey[]): Promise<InvoiceLineRow[]> {
  const rows = await tx.$queryRaw<
    (Omit<InvoiceLineRow, 'unitAmount' | 'amount'> & {
      readonly unitAmount: string;
      readonly amount: string;
    })[]
  >`
    SELECT l.invoice_id AS "invoiceId", l.line, l.description, l.quantity, l.unit_amount::text AS "unitAmount",
      l.amount::text AS amount
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, "invoiceId" text)
    JOIN invoice_lines l ON l.merchant_id = k."merchantId" AND l.invoice_id = k."invoiceId"
    ORDER BY l.invoice_id, l.line`;
  return rows.map((row) => ({ ...row, unitAmount: BigInt(row.unitAmount), amount: BigInt(row.amount) }));
}
