import type { MerchantScope } from '../../identity/index.ts';
import type { Reads, Tx } from '../../platform/database/index.ts';
import type { MrrSum } from './recurring.ts';
import type { ReportPeriod } from './report-period.ts';

/**
 * Changes of a merchant's recurring revenue up to the end of a period, by month, currency, plan and kind; those before
 * the period together. Reads sums by day and what is not yet in them, in one snapshot.
 */
export async function readMrr(
  tx: Reads,
  { merchantId }: MerchantScope,
  { from, to }: ReportPeriod,
): Promise<MrrSum[]> {
  const rows = await tx.$queryRaw<(Omit<MrrSum, 'amountFine'> & { readonly amountFine: string })[]>`
    SELECT CASE WHEN day >= ${from}::date THEN to_char(date_trunc('month', day), 'YYYY-MM-DD') END AS month,
      currency, plan_id AS "planId", kind, cause, trunc(sum(amount) * 1000000000000)::text AS "amountFine",
      sum(subscriptions)::int AS subscriptions, sum(customers)::int AS customers, sum(converted)::int AS converted
    FROM (
      SELECT day, currency, plan_id, kind, cause, amount, subscriptions, customers, converted
      FROM mrr_days WHERE merchant_id = ${merchantId} AND day < ${to}::date
      UNION ALL
      SELECT at::date, currency, plan_id, kind, cause, amount, subscriptions, customers, converted
      FROM subscription_mrr_changes
      WHERE merchant_id = ${merchantId} AND NOT folded AND at < ${to}::timestamptz
    ) changes
    GROUP BY 1, 2, 3, 4, 5`;
  return rows.map((row) => ({ ...row, amountFine: BigInt(row.amountFine) }));
}

/** Adds up to `limit` changes to the sums by day, those at hand elsewhere left out. Answers with how many. */
export async function foldMrr(tx: Tx, limit: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ folded: number }[]>`
    WITH taken AS (
      UPDATE subscription_mrr_changes c SET folded = true
      FROM (
        SELECT merchant_id, number FROM subscription_mrr_changes
        WHERE NOT folded LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED
      ) t
      WHERE c.merchant_id = t.merchant_id AND c.number = t.number
      RETURNING c.*
    ), added AS (
      INSERT INTO mrr_days AS d (merchant_id, day, currency, plan_id, kind, cause, amount, subscriptions, customers,
        converted)
      SELECT merchant_id, at::date AS day, currency, plan_id, kind, cause, sum(amount), sum(subscriptions),
        sum(customers), sum(converted)
      FROM taken GROUP BY merchant_id, at::date, currency, plan_id, kind, cause
      ORDER BY merchant_id, day, currency, plan_id, kind, cause
      ON CONFLICT (merchant_id, day, currency, plan_id, kind, cause) DO UPDATE
        SET amount = d.amount + excluded.amount, subscriptions = d.subscriptions + excluded.subscriptions,
          customers = d.customers + excluded.customers, converted = d.converted + excluded.converted
    )
    SELECT count(*)::int AS folded FROM taken`;
  return row?.folded ?? 0;
}

/** How many trials began in a period. */
export async function countTrials(
  tx: Reads,
  { merchantId }: MerchantScope,
  { from, to }: ReportPeriod,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ trials: number }[]>`
    SELECT count(*)::int AS trials FROM subscription_steps
    WHERE merchant_id = ${merchantId} AND kind = 'trial' AND at >= ${from}::timestamptz AND at < ${to}::timestamptz`;
  return row?.trials ?? 0;
}
