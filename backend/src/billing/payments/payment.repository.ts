import { Prisma, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { jsonRows } from '../json-rows.ts';
import type { RailName } from '../ports.ts';
import type { SubscriptionKey, SubscriptionRow } from '../subscriptions/subscription-row.ts';
import { PAYMENT_MOVES, type PaymentNews, type PaymentStatus } from './payment.ts';
import type { PaymentFlag, PaymentReport } from './payment-report.ts';

export interface PaymentRow {
  readonly merchantId: string;
  readonly id: string;
  readonly subscriptionId: string;
  readonly rail: RailName;
  readonly status: PaymentStatus;
  readonly amount: bigint;
  readonly currency: string;
  readonly periods: number;
  readonly transactionId: string | null;
  readonly flag: PaymentFlag | null;
  readonly confirmedAt: Date | null;
  readonly settledAt: Date | null;
  readonly createdAt: Date;
}

/** A payment that news has changed, with what the news means for others. */
export interface ChangedPayment extends SubscriptionKey {
  readonly id: string;
  readonly status: PaymentStatus;
  /** The subscriber, where known. */
  readonly personId: string | null;
  readonly subscriptionStatus: string;
}

/** A payment for which there was no quote, such as a mint that was made elsewhere. */
export interface UnquotedPayment extends SubscriptionKey {
  readonly rail: RailName;
  readonly transactionId: string;
  readonly amountSats: bigint;
  readonly periods: number;
  readonly flag: PaymentFlag | null;
}

const CHANGED_COLUMNS = Prisma.sql`
  x.merchant_id AS "merchantId", x.id, x.subscription_id AS "subscriptionId", x.status,
  COALESCE(c.person_id, people.id) AS "personId", s.status AS "subscriptionStatus"
  FROM x
  JOIN subscriptions s ON s.merchant_id = x.merchant_id AND s.id = x.subscription_id
  JOIN customers c ON c.merchant_id = s.merchant_id AND c.id = s.customer_id
  LEFT JOIN people ON people.address = c.address`;

/**
 * Writes payments for reports of quoted transactions that have none yet, as detected. One that pays less
 * than its quote is kept, and flagged.
 */
export async function insertQuotedPayments(
  tx: Tx,
  reports: readonly PaymentReport[],
  now: Date,
): Promise<ChangedPayment[]> {
  const rows = reports.map((report) => ({ ...report, id: newId('payment') }));
  return tx.$queryRaw`
    WITH x AS (
      INSERT INTO payments (merchant_id, id, subscription_id, rail, status, amount, currency, periods,
        transaction_id, flag, created_at, updated_at)
      SELECT q.merchant_id, r.id, q.subscription_id, q.rail, ${PAYMENT_MOVES.detected.to}, r."amountSats",
        q.currency, q.periods, q.transaction_id,
        COALESCE(r.flag, CASE WHEN r."amountSats" < q.amount THEN 'underpaid' END),
        ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, "transactionId" text,
        "amountSats" numeric, flag text, id text)
      JOIN quotes q ON q.merchant_id = r."merchantId" AND q.transaction_id = r."transactionId"
      ON CONFLICT (merchant_id, transaction_id) DO NOTHING
      RETURNING merchant_id, id, subscription_id, status
    )
    SELECT ${CHANGED_COLUMNS}`;
}

/** Writes payments that had no quote, as detected, unless their transactions have one already. */
export async function insertUnquotedPayments(
  tx: Tx,
  payments: readonly UnquotedPayment[],
  now: Date,
): Promise<ChangedPayment[]> {
  const rows = payments.map((payment) => ({ ...payment, id: newId('payment') }));
  return tx.$queryRaw`
    WITH x AS (
      INSERT INTO payments (merchant_id, id, subscription_id, rail, status, amount, currency, periods,
        transaction_id, flag, created_at, updated_at)
      SELECT r."merchantId", r.id, r."subscriptionId", r.rail, ${PAYMENT_MOVES.detected.to}, r."amountSats",
        'BTC', r.periods, r."transactionId", r.flag, ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, id text,
        "subscriptionId" text, rail text, "transactionId" text, "amountSats" numeric, periods int, flag text)
      ON CONFLICT (merchant_id, transaction_id) DO NOTHING
      RETURNING merchant_id, id, subscription_id, status
    )
    SELECT ${CHANGED_COLUMNS}`;
}

/** Moves the payments of these transactions as the table of moves allows, and answers with those moved. */
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
      SET status = ${to}, confirmed_at = r."confirmedAt", settled_at = ${settledAt}::timestamptz,
        updated_at = ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(reports)}::jsonb) AS r("merchantId" text, "transactionId" text,
        "confirmedAt" timestamptz)
      WHERE p.merchant_id = r."merchantId" AND p.transaction_id = r."transactionId"
        AND p.status = ANY(${[...from]})
      RETURNING p.merchant_id, p.id, p.subscription_id, p.status
    )
    SELECT ${CHANGED_COLUMNS}`;
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
  const rows = await tx.$queryRaw<(Omit<PaymentRow, 'amount'> & { amount: string })[]>`
    SELECT p.merchant_id AS "merchantId", p.id, p.subscription_id AS "subscriptionId", p.rail, p.status,
      p.amount::text AS amount, p.currency, p.periods, p.transaction_id AS "transactionId", p.flag,
      p.confirmed_at AS "confirmedAt", p.settled_at AS "settledAt", p.created_at AS "createdAt"
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, "subscriptionId" text)
    CROSS JOIN LATERAL (
      SELECT * FROM payments
      WHERE merchant_id = k."merchantId" AND subscription_id = k."subscriptionId"
      ORDER BY id DESC LIMIT ${NEWEST_PAYMENTS}
    ) p
    ORDER BY p.id DESC`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
