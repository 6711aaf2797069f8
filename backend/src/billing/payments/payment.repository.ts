import { Prisma, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { jsonRows } from '../json-rows.ts';
import type { RailName } from '../ports.ts';
import type { SubscriptionStatus } from '../subscriptions/subscription.ts';
import type { SubscriptionKey, SubscriptionRow } from '../subscriptions/subscription-row.ts';
import { PAYMENT_MOVES, type PaymentNews, type PaymentStatus } from './payment.ts';
import type { PaymentFlag, PaymentReport } from './payment-report.ts';

export interface PaymentRow {
  readonly merchantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly subscriptionId: string | null;
  readonly rail: RailName;
  readonly reference: string;
  readonly status: PaymentStatus;
  /** In the smallest unit of the currency it came in. */
  readonly amount: bigint;
  readonly currency: string;
  /** What it is worth to the invoice, in the invoice's currency; null until that is known. */
  readonly invoiceAmount: bigint | null;
  readonly periods: number;
  readonly transactionId: string | null;
  readonly flag: PaymentFlag | null;
  readonly late: boolean;
  readonly confirmedAt: Date | null;
  readonly settledAt: Date | null;
  readonly createdAt: Date;
}

/** A payment that news has changed, with what the news means for others. */
export interface ChangedPayment {
  readonly merchantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly subscriptionId: string | null;
  readonly status: PaymentStatus;
  /** Whoever the invoice is for, where known. */
  readonly personId: string | null;
  readonly subscriptionStatus: SubscriptionStatus | null;
}

/** A payment for which there was no quote, such as a mint that was made elsewhere. */
export interface UnquotedPayment extends Omit<PaymentReport, 'quoteReference' | 'confirmedAt'> {
  readonly invoiceId: string;
  readonly subscriptionId: string;
  readonly currency: string;
  /** Its worth in the invoice's currency; null until it is valued. */
  readonly invoiceAmount: bigint | null;
  readonly periods: number;
}

const CHANGED_COLUMNS = Prisma.sql`
  x.merchant_id AS "merchantId", x.id, x.invoice_id AS "invoiceId", x.subscription_id AS "subscriptionId", x.status,
  COALESCE(c.person_id, people.id) AS "personId", s.status AS "subscriptionStatus"
  FROM x
  JOIN invoices i ON i.merchant_id = x.merchant_id AND i.id = x.invoice_id
  JOIN customers c ON c.merchant_id = i.merchant_id AND c.id = i.customer_id
  LEFT JOIN subscriptions s ON s.merchant_id = x.merchant_id AND s.id = x.subscription_id
  LEFT JOIN people ON people.address = c.address`;

/**
 * Writes payments for reports of quoted money that has none yet, as detected. At the locked rate a payment of what was
 * quoted is worth what was to be paid; of another amount proportionally, less than one smallest unit being lost. One
 * that comes late, in another currency than the invoice's, is of unknown worth until it is valued. What is found in a
 * block that was mined in time is in time, however much later it is found.
 */
export async function insertQuotedPayments(
  tx: Tx,
  reports: readonly PaymentReport[],
  now: Date,
): Promise<ChangedPayment[]> {
  const rows = reports.map((report) => ({
    ...report,
    quoteReference: report.quoteReference ?? report.reference,
    id: newId('payment'),
  }));
  return tx.$queryRaw`
    WITH x AS (
      INSERT INTO payments (merchant_id, id, invoice_id, subscription_id, quote_id, rail, reference, status, amount,
        currency, invoice_amount, periods, transaction_id, flag, late, created_at, updated_at)
      SELECT q.merchant_id, r.id, q.invoice_id, q.subscription_id, q.id, q.rail, r.reference,
        ${PAYMENT_MOVES.detected.to}, r.amount, q.currency,
        CASE WHEN q.expires_at <= LEAST(r."confirmedAt", ${now}::timestamptz) AND q.currency <> i.currency THEN NULL
          ELSE trunc(r.amount * q.invoice_amount / q.amount) END,
        q.periods, r."transactionId", r.flag, coalesce(q.expires_at <= LEAST(r."confirmedAt", ${now}::timestamptz), false),
        ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, rail text, reference text,
        "quoteReference" text, "transactionId" text, amount numeric, "confirmedAt" timestamptz, flag text, id text)
      JOIN quotes q ON q.merchant_id = r."merchantId" AND q.rail = r.rail AND q.reference = r."quoteReference"
      JOIN invoices i ON i.merchant_id = q.merchant_id AND i.id = q.invoice_id
      ON CONFLICT (merchant_id, rail, reference) DO NOTHING
      RETURNING merchant_id, id, invoice_id, subscription_id, status
    )
    SELECT ${CHANGED_COLUMNS}`;
}

/** Writes payments that had no quote, as detected, unless they are there already. */
export async function insertUnquotedPayments(
  tx: Tx,
  payments: readonly UnquotedPayment[],
  now: Date,
): Promise<ChangedPayment[]> {
  const rows = payments.map((payment) => ({ ...payment, id: newId('payment') }));
  return tx.$queryRaw`
    WITH x AS (
      INSERT INTO payments (merchant_id, id, invoice_id, subscription_id, rail, reference, status, amount, currency,
        invoice_amount, periods, transaction_id, flag, created_at, updated_at)
      SELECT r."merchantId", r.id, r."invoiceId", r."subscriptionId", r.rail, r.reference,
        ${PAYMENT_MOVES.detected.to}, r.amount, r.currency, r."invoiceAmount", r.periods, r."transactionId", r.flag,
        ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, id text, "invoiceId" text,
        "subscriptionId" text, rail text, reference text, "transactionId" text, amount numeric, currency text,
        "invoiceAmount" numeric, periods int, flag text)
      ON CONFLICT (merchant_id, rail, reference) DO NOTHING
      RETURNING merchant_id, id, invoice_id, subscription_id, status
    )
    SELECT ${CHANGED_COLUMNS}`;
}

/** Which of these are known already, by reference. */
export async function findKnownReferences(
  tx: Tx,
  keys: readonly Pick<PaymentReport, 'merchantId' | 'rail' | 'reference'>[],
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ reference: string }[]>`
    SELECT p.reference
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, rail text, reference text)
    JOIN payments p ON p.merchant_id = k."merchantId" AND p.rail = k.rail AND p.reference = k.reference`;
  return new Set(rows.map(({ reference }) => reference));
}

/** Moves payments as the table of moves allows, and answers with those moved. */
export async function movePayments(
  tx: Tx,
  news: PaymentNews,
  reports: readonly PaymentReport[],
  now: Date,
): Promise<ChangedPayment[]> {
  const { from, to } = PAYMENT_MOVES[news];
  if (from.length === 0) return [];
  const settledAt = to === 'settled' ? now : null;
  return tx.$queryRaw`
    WITH x AS (
      UPDATE payments p
      SET status = ${to}, settled_at = ${settledAt}::timestamptz,
        confirmed_at = CASE WHEN r.redated THEN coalesce(p.confirmed_at, r."confirmedAt") ELSE r."confirmedAt" END,
        updated_at = ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(reports)}::jsonb) AS r("merchantId" text, rail text, reference text,
        "confirmedAt" timestamptz, redated boolean)
      WHERE p.merchant_id = r."merchantId" AND p.rail = r.rail AND p.reference = r.reference
        AND p.status = ANY(${[...from]})
      RETURNING p.merchant_id, p.id, p.invoice_id, p.subscription_id, p.status
    )
    SELECT ${CHANGED_COLUMNS}`;
}

/** A payment whose booking is to change. */
export interface BookedPayment
  extends Pick<
    PaymentRow,
    'merchantId' | 'id' | 'invoiceId' | 'rail' | 'amount' | 'currency' | 'confirmedAt'
  > {
  /** How often it was booked or taken back, this time included: odd is booked. */
  readonly bookings: number;
}

/** Counts the bookings of those that are settled and not booked, or booked and not settled any more. */
export async function takeBookings(
  tx: Tx,
  payments: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<BookedPayment[]> {
  const rows = await tx.$queryRaw<(Omit<BookedPayment, 'amount'> & { readonly amount: string })[]>`
    UPDATE payments p SET bookings = p.bookings + 1
    FROM jsonb_to_recordset(${jsonRows(payments)}::jsonb) AS k("merchantId" text, id text)
    WHERE p.merchant_id = k."merchantId" AND p.id = k.id AND p.amount > 0
      AND (p.status = 'settled') = (p.bookings % 2 = 0)
    RETURNING p.merchant_id AS "merchantId", p.id, p.invoice_id AS "invoiceId", p.rail, p.amount::text AS amount,
      p.currency, p.confirmed_at AS "confirmedAt", p.bookings`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Whether money for a subscription has been seen and not been lost. */
export async function hasPaymentUnderWay(
  tx: Tx,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
): Promise<boolean> {
  const found = await tx.payment.findFirst({
    where: { merchantId, subscriptionId: id, status: { in: ['detected', 'confirming', 'settled'] } },
    select: { id: true },
  });
  return found !== null;
}

const NEWEST_PAYMENTS = 100;

/** The newest payments of each of these subscriptions, newest first. */
export async function readPaymentsOf(tx: Tx, keys: readonly SubscriptionKey[]): Promise<PaymentRow[]> {
  const rows = await tx.$queryRaw<StoredPayment[]>`
    SELECT ${PAYMENT_COLUMNS}
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, "subscriptionId" text)
    CROSS JOIN LATERAL (
      SELECT * FROM payments
      WHERE merchant_id = k."merchantId" AND subscription_id = k."subscriptionId"
      ORDER BY id DESC LIMIT ${NEWEST_PAYMENTS}
    ) p
    ORDER BY p.id DESC`;
  return rows.map(toPaymentRow);
}

/** The newest payments of each of these invoices, newest first. */
export async function readPaymentsOfInvoices(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly invoiceId: string }[],
): Promise<PaymentRow[]> {
  const rows = await tx.$queryRaw<StoredPayment[]>`
    SELECT ${PAYMENT_COLUMNS}
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, "invoiceId" text)
    CROSS JOIN LATERAL (
      SELECT * FROM payments
      WHERE merchant_id = k."merchantId" AND invoice_id = k."invoiceId"
      ORDER BY id DESC LIMIT ${NEWEST_PAYMENTS}
    ) p
    ORDER BY p.id DESC`;
  return rows.map(toPaymentRow);
}

/** Payments by their own ids, where they belong to the merchant named beside them. */
export async function readPayments(
  tx: Tx,
  keys: readonly Pick<PaymentRow, 'merchantId' | 'id'>[],
): Promise<PaymentRow[]> {
  const rows = await tx.$queryRaw<StoredPayment[]>`
    SELECT ${PAYMENT_COLUMNS}
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, id text)
    JOIN payments p ON p.merchant_id = k."merchantId" AND p.id = k.id`;
  return rows.map(toPaymentRow);
}

/** A `PaymentRow` as PostgreSQL gives it: amounts are decimal text. */
export type StoredPayment = Omit<PaymentRow, 'amount' | 'invoiceAmount'> & {
  readonly amount: string;
  readonly invoiceAmount: string | null;
};

/** The columns of a `StoredPayment`, of the table under the alias `p`. */
export const PAYMENT_COLUMNS = Prisma.sql`
  p.merchant_id AS "merchantId", p.id, p.invoice_id AS "invoiceId", p.subscription_id AS "subscriptionId", p.rail,
  p.reference, p.status, p.amount::text AS amount, p.currency, p.invoice_amount::text AS "invoiceAmount", p.periods,
  p.transaction_id AS "transactionId", p.flag, p.late, p.confirmed_at AS "confirmedAt", p.settled_at AS "settledAt",
  p.created_at AS "createdAt"`;

export function toPaymentRow({ amount, invoiceAmount, ...row }: StoredPayment): PaymentRow {
  return {
    ...row,
    amount: BigInt(amount),
    invoiceAmount: invoiceAmount === null ? null : BigInt(invoiceAmount),
  };
}

/** Whether a payment of an invoice that counts has come over a rail, or is on its way. */
export async function hasPaymentOver(
  tx: Tx,
  { merchantId, invoiceId }: { readonly merchantId: string; readonly invoiceId: string },
  rail: RailName,
): Promise<boolean> {
  const found = await tx.payment.findFirst({
    where: { merchantId, invoiceId, rail, flag: null, status: { in: ['detected', 'confirming', 'settled'] } },
    select: { id: true },
  });
  return found !== null;
}
