import type { Tx } from '../../platform/database/index.ts';
import { type Due, ofTimekeeper } from '../clock/clock.repository.ts';
import type { IntervalUnit } from '../periods/index.ts';

/** A subscription whose next period is to be invoiced. Amounts are in the price's currency, in its smallest unit. */
export interface DueRenewal {
  readonly merchantId: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly planName: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly quantity: number;
  readonly priceId: string;
  /** Whether the price or quantity is another than that of the present period. */
  readonly changes: boolean;
  /** What it was until now. */
  readonly presentPriceId: string;
  readonly presentQuantity: number;
  readonly presentIntervalUnit: IntervalUnit;
  readonly presentIntervalCount: number;
  readonly intervalUnit: IntervalUnit;
  readonly intervalCount: number;
  readonly anchorAt: Date;
  readonly paidPeriods: number;
  readonly paidThrough: Date;
  readonly dueHours: number | null;
  readonly toleranceBps: number | null;
  /** Whether the period has an invoice already. */
  readonly invoiced: boolean;
}

/**
 * Takes up to `limit` subscriptions that are due to be invoiced, those of other workers left out, and locks them until
 * the transaction ends. They are not due any more. Without a merchant: those of all whose time is the real one.
 */
export async function takeDueRenewals(tx: Tx, { now, limit, merchantId }: Due): Promise<DueRenewal[]> {
  const rows = await tx.$queryRaw<(Omit<DueRenewal, 'amount'> & { readonly amount: string })[]>`
    WITH due AS (
      SELECT s.merchant_id, s.id FROM subscriptions s
      WHERE s.renews_at <= ${now}::timestamptz AND ${ofTimekeeper('s', { merchantId })}
      ORDER BY s.renews_at LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE subscriptions s SET renews_at = NULL
      FROM due WHERE s.merchant_id = due.merchant_id AND s.id = due.id
      RETURNING s.*
    )
    SELECT s.merchant_id AS "merchantId", s.id AS "subscriptionId", s.customer_id AS "customerId", p.name AS "planName",
      pr.amount::text AS amount, pr.currency, coalesce(s.pending_quantity, s.quantity) AS quantity, pr.id AS "priceId",
      s.pending_price_id IS NOT NULL AS changes, s.price_id AS "presentPriceId", s.quantity AS "presentQuantity",
      present.interval_unit AS "presentIntervalUnit", present.interval_count AS "presentIntervalCount",
      pr.interval_unit AS "intervalUnit",
      pr.interval_count AS "intervalCount", s.anchor_at AS "anchorAt", s.paid_periods AS "paidPeriods",
      s.paid_through AS "paidThrough", bp.due_hours AS "dueHours", bp.tolerance_bps AS "toleranceBps",
      EXISTS (SELECT FROM invoices i WHERE i.merchant_id = s.merchant_id AND i.subscription_id = s.id
        AND i.kind = 'renewal' AND i.status <> 'void' AND i.period_start = s.paid_through) AS invoiced
    FROM taken s
    JOIN prices present ON present.merchant_id = s.merchant_id AND present.id = s.price_id
    JOIN prices pr ON pr.merchant_id = s.merchant_id AND pr.id = coalesce(s.pending_price_id, s.price_id)
    JOIN plans p ON p.merchant_id = pr.merchant_id AND p.id = pr.plan_id
    LEFT JOIN billing_policies bp ON bp.merchant_id = s.merchant_id
    WHERE s.status IN ('trialing', 'active', 'past_due') AND NOT s.cancel_at_period_end
    ORDER BY s.merchant_id, s.id`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
