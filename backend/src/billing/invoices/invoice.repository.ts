import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { InvoicePayment, InvoiceState } from './invoice.ts';
import {
  INVOICE_COLUMNS,
  type InvoiceKey,
  type InvoiceRow,
  type StoredInvoice,
  toInvoiceRow,
} from './invoice-row.ts';
import type { NewInvoice } from './new-invoice.ts';
import { OUTDATED } from './outdated-invoices.repository.ts';

/** Stores invoices as open, with the next numbers of their merchants in the order given. */
export async function insertInvoices(
  tx: Tx,
  invoices: readonly (NewInvoice & { readonly nextDunningAt: Date | null })[],
  now: Date,
): Promise<InvoiceRow[]> {
  const rows = invoices.map(({ lines: _, ...invoice }, order) => ({ ...invoice, order }));
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    WITH r AS (
      SELECT * FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, id text, kind text,
        "customerId" text, "subscriptionId" text, currency text, subtotal numeric, tax numeric, total numeric,
        tolerance numeric, periods int, "periodStart" timestamptz, "periodEnd" timestamptz, "dueAt" timestamptz,
        memo text, "nextDunningAt" timestamptz, "order" int)
    ), taken AS (
      INSERT INTO invoice_numbers AS n (merchant_id, next)
      SELECT "merchantId", count(*) + 1 FROM r GROUP BY 1 ORDER BY 1
      ON CONFLICT (merchant_id) DO UPDATE SET next = n.next + EXCLUDED.next - 1
      RETURNING merchant_id, next
    ), i AS (
      INSERT INTO invoices (merchant_id, id, number, status, kind, customer_id, subscription_id, currency, subtotal,
        tax, total, tolerance, periods, period_start, period_end, due_at, opened_at, memo, next_dunning_at,
        created_at, updated_at)
      SELECT r."merchantId", r.id,
        t.next - (row_number() OVER (PARTITION BY r."merchantId" ORDER BY r."order" DESC)),
        'open', r.kind, r."customerId", r."subscriptionId", r.currency, r.subtotal, r.tax, r.total, r.tolerance,
        r.periods, r."periodStart", r."periodEnd", r."dueAt", ${now}::timestamptz, r.memo,
        r."nextDunningAt", ${now}::timestamptz, ${now}::timestamptz
      FROM r JOIN taken t ON t.merchant_id = r."merchantId"
      RETURNING *
    )
    SELECT ${INVOICE_COLUMNS} FROM i JOIN r ON r.id = i.id ORDER BY r."order"`;
  return stored.map(toInvoiceRow);
}

export async function insertLines(
  tx: Tx,
  invoices: readonly Pick<NewInvoice, 'merchantId' | 'id' | 'lines'>[],
): Promise<void> {
  const rows = invoices.flatMap(({ merchantId, id, lines }) =>
    lines.map((line, index) => ({ ...line, merchantId, invoiceId: id, line: index + 1 })),
  );
  await tx.$executeRaw`
    INSERT INTO invoice_lines (merchant_id, invoice_id, line, kind, description, quantity, unit_amount, amount,
      tax_rate_ppm, tax_included, period_start, period_end)
    SELECT r."merchantId", r."invoiceId", r.line, r.kind, r.description, r.quantity, r."unitAmount", r.amount,
      r."taxRatePpm", coalesce(r."taxIncluded", false), r."periodStart", r."periodEnd"
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, "invoiceId" text, line int, kind text,
      description text, quantity int, "unitAmount" numeric, amount numeric, "taxRatePpm" int, "taxIncluded" boolean,
      "periodStart" timestamptz, "periodEnd" timestamptz)`;
}

/** The invoices, locked in the order of their ids until the transaction ends. */
export async function lockInvoices(tx: Tx, keys: readonly InvoiceKey[]): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS}
    FROM (
      SELECT DISTINCT "merchantId", "invoiceId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "invoiceId" text)
    ) k
    JOIN invoices i ON i.merchant_id = k."merchantId" AND i.id = k."invoiceId"
    ORDER BY i.merchant_id, i.id
    FOR NO KEY UPDATE OF i`;
  return stored.map(toInvoiceRow);
}

/** All payments of the invoices that count: settled, without a flag, and of known worth. */
export async function readInvoicePayments(
  tx: Tx,
  keys: readonly InvoiceKey[],
): Promise<(InvoicePayment & { readonly invoiceId: string })[]> {
  const rows = await tx.$queryRaw<
    (Omit<InvoicePayment, 'amount'> & { readonly invoiceId: string; readonly amount: string })[]
  >`
    SELECT p.id, p.invoice_id AS "invoiceId", p.invoice_amount::text AS amount, p.confirmed_at AS at, p.late
    FROM (
      SELECT DISTINCT "merchantId", "invoiceId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "invoiceId" text)
    ) k
    JOIN payments p ON p.merchant_id = k."merchantId" AND p.invoice_id = k."invoiceId"
    WHERE p.status = 'settled' AND p.flag IS NULL AND p.invoice_amount IS NOT NULL`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/**
 * Writes what invoices have become. A voided renewal that is paid after all stands beside the one that replaced it. One
 * whose payment was taken back is asked for anew, from now on.
 */
export async function writeInvoiceStates(
  tx: Tx,
  states: readonly (InvoiceState & { readonly merchantId: string; readonly id: string })[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE invoices i
    SET status = r.status, paid = r.paid, overpaid = r.overpaid, paid_at = r."paidAt", paid_late = r."paidLate",
      kind = CASE WHEN i.status = 'void' AND i.kind = 'renewal' THEN 'prepaid' ELSE i.kind END,
      completed_number = CASE WHEN r.status = 'paid'
        THEN coalesce(i.completed_number, nextval('subscription_steps_number_seq')) END,
      closed_at = CASE WHEN r.status = 'void' THEN coalesce(i.closed_at, ${now}::timestamptz) ELSE i.closed_at END,
      next_dunning_at = CASE WHEN r.status = 'open' THEN
        CASE WHEN i.status = 'paid' THEN ${now}::timestamptz ELSE i.next_dunning_at END END,
      dunning_from = CASE WHEN r.status = 'open' AND i.status = 'paid' THEN ${now}::timestamptz ELSE i.dunning_from END,
      dunned_through = CASE WHEN r.status = 'open' AND i.status = 'paid' THEN NULL ELSE i.dunned_through END,
      revision = i.revision + 1, updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(states)}::jsonb) AS r("merchantId" text, id text, status text, paid numeric,
      overpaid numeric, "paidAt" timestamptz, "paidLate" boolean)
    WHERE i.merchant_id = r."merchantId" AND i.id = r.id`;
}

/** Notes what was moved to customers' credit balances (or back, below zero) for invoices that the caller holds. */
export async function noteCredited(
  tx: Tx,
  moved: readonly { readonly merchantId: string; readonly id: string; readonly credited: bigint }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE invoices i SET credited = i.credited + r.credited
    FROM jsonb_to_recordset(${jsonRows(moved)}::jsonb) AS r("merchantId" text, id text, credited numeric)
    WHERE i.merchant_id = r."merchantId" AND i.id = r.id`;
}

/** Voids open invoices for which nothing has arrived, and answers with them. */
export async function voidInvoices(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
  ids: readonly string[],
  now: Date,
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    UPDATE invoices i SET status = 'void', closed_at = ${now}::timestamptz, next_dunning_at = NULL,
      revision = i.revision + 1, updated_at = ${now}::timestamptz
    WHERE i.merchant_id = ${merchantId} AND i.id = ANY(${[...ids]}) AND i.status = 'open' AND i.paid = 0 AND i.credit = 0
    RETURNING ${INVOICE_COLUMNS}`;
  return stored.map(toInvoiceRow);
}

/**
 * Voids open renewals of periods that have been paid for by other invoices meanwhile, and whatever is open and outdated,
 * unless something has arrived for them, and answers with them.
 */
export async function voidCoveredRenewals(
  tx: Tx,
  subscriptions: readonly { readonly merchantId: string; readonly id: string }[],
  now: Date,
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    UPDATE invoices i SET status = 'void', closed_at = ${now}::timestamptz, next_dunning_at = NULL,
      revision = i.revision + 1, updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(subscriptions)}::jsonb) AS k("merchantId" text, id text)
    JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k.id
    WHERE i.merchant_id = s.merchant_id AND i.subscription_id = s.id AND i.status = 'open'
      AND i.paid = 0 AND i.credit = 0
      AND ((i.kind = 'renewal' AND i.period_start < s.paid_through) OR (${OUTDATED}))
      AND NOT EXISTS (SELECT FROM payments p WHERE p.merchant_id = i.merchant_id AND p.invoice_id = i.id
        AND p.status IN ('detected', 'confirming'))
    RETURNING ${INVOICE_COLUMNS}`;
  return stored.map(toInvoiceRow);
}

/** Voids what is open of these subscriptions and grants periods, unless something has arrived for it or is on its way. */
export async function voidUntouchedInvoices(
  tx: Tx,
  subscriptions: readonly { readonly merchantId: string; readonly id: string }[],
  now: Date,
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    UPDATE invoices i SET status = 'void', closed_at = ${now}::timestamptz, next_dunning_at = NULL,
      revision = i.revision + 1, updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(subscriptions)}::jsonb) AS k("merchantId" text, id text)
    WHERE i.merchant_id = k."merchantId" AND i.subscription_id = k.id AND i.status = 'open' AND i.periods > 0
      AND i.paid = 0 AND i.credit = 0
      AND NOT EXISTS (SELECT FROM payments p WHERE p.merchant_id = i.merchant_id AND p.invoice_id = i.id
        AND p.status IN ('detected', 'confirming'))
    RETURNING ${INVOICE_COLUMNS}`;
  return stored.map(toInvoiceRow);
}

export async function findInvoice(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
  id: string,
): Promise<InvoiceRow | undefined> {
  const [row] = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS} FROM invoices i WHERE i.merchant_id = ${merchantId} AND i.id = ${id}`;
  return row && toInvoiceRow(row);
}

/** The newest invoice by which a subscription began, if it began with one. */
export async function findFirstInvoice(tx: Tx, subscriptionId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM subscriptions s
    JOIN invoices i ON i.merchant_id = s.merchant_id AND i.subscription_id = s.id AND i.kind = 'first'
    WHERE s.id = ${subscriptionId} ORDER BY i.id DESC LIMIT 1`;
  return row?.id ?? null;
}

/** The open invoice by which a subscription that the caller holds is to begin, money on its way or not. */
export async function findOpenFirstInvoice(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM invoices i
    WHERE i.merchant_id = ${merchantId} AND i.subscription_id = ${id} AND i.status = 'open' AND i.kind = 'first'
    ORDER BY i.id LIMIT 1`;
  return row?.id;
}

/** Open invoices that grant periods to a subscription that the caller holds, and towards which nothing is on its way. */
export async function findPayableInvoices(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS} FROM invoices i
    WHERE i.merchant_id = ${merchantId} AND i.subscription_id = ${id} AND i.status = 'open' AND i.periods > 0
      AND i.kind <> 'change'
      AND NOT EXISTS (SELECT FROM payments p WHERE p.merchant_id = i.merchant_id AND p.invoice_id = i.id
        AND p.status IN ('detected', 'confirming'))
    ORDER BY i.id`;
  return stored.map(toInvoiceRow);
}

/** The change of a subscription that the caller holds which waits for its payment. */
export async function findOpenChange(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
): Promise<InvoiceRow | undefined> {
  const [row] = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS} FROM invoices i
    WHERE i.merchant_id = ${merchantId} AND i.subscription_id = ${id} AND i.status = 'open' AND i.kind = 'change'`;
  return row && toInvoiceRow(row);
}

/** Invoices by keys that came from rows the caller may see. */
export async function readInvoices(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS}
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, id text)
    JOIN invoices i ON i.merchant_id = k."merchantId" AND i.id = k.id`;
  return stored.map(toInvoiceRow);
}
