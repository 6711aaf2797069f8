import type { Database } from '../../../../backend/src/platform/database/index.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';

/** Everybody's period ends here; renewals are invoiced three days before. */
export const PERIOD_ENDS = new Date('2027-06-01T00:00:00Z');
export const DUE = new Date('2027-05-29T00:00:00Z');

/** Merchants with as many subscribers each, `due` of whom (evenly spread) are to be invoiced; the rest a month later. */
export async function openShops(
  { pool }: Database,
  { merchants, subscriptions, due }: { merchants: number; subscriptions: number; due: number },
): Promise<void> {
  const ids = Array.from({ length: merchants }, () => ({
    merchantId: newId('merchant'),
    planId: newId('plan'),
    priceId: newId('price'),
  }));
  await pool.query(
    `WITH shop AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS r("merchantId" text, "planId" text, "priceId" text)
     ), m AS (
       INSERT INTO merchants (id, name, created_at) SELECT "merchantId", 'Shop', now() FROM shop
     ), p AS (
       INSERT INTO plans (merchant_id, id, name, status, payout_address, on_chain, created_at, activated_at)
       SELECT "merchantId", "planId", 'Reader', 'active', 'nowhere', false, now(), now() FROM shop
     )
     INSERT INTO prices (merchant_id, id, plan_id, amount, currency, interval_unit, interval_count, on_chain, created_at)
     SELECT "merchantId", "priceId", "planId", 1000, 'USD', 'month', 1, false, now() FROM shop`,
    [JSON.stringify(ids)],
  );
  await pool.query(
    `CREATE TEMP TABLE bench_shop AS SELECT row_number() OVER () - 1 AS n, "merchantId" AS m, "planId" AS p, "priceId" AS r
     FROM jsonb_to_recordset($1::jsonb) AS r("merchantId" text, "planId" text, "priceId" text)`,
    [JSON.stringify(ids)],
  );
  await pool.query(
    `INSERT INTO customers (merchant_id, id, address, created_at)
     SELECT s.m, 'cus_bench' || lpad(i::text, 20, '0'), 'address ' || i, now()
     FROM generate_series(0, $1::int - 1) AS i JOIN bench_shop s ON s.n = i % $2::int`,
    [subscriptions, merchants],
  );
  await pool.query(
    `INSERT INTO subscriptions (merchant_id, id, plan_id, price_id, customer_id, status, anchor_at, paid_periods,
       paid_through, access_until, renews_at, created_at, updated_at)
     SELECT s.m, 'sub_bench' || lpad(i::text, 20, '0'), s.p, s.r, 'cus_bench' || lpad(i::text, 20, '0'), 'active',
       ends - interval '1 month', 1, ends, ends, ends - interval '3 days', now(), now()
     FROM generate_series(0, $1::int - 1) AS i
     JOIN bench_shop s ON s.n = i % $2::int
     CROSS JOIN LATERAL (
       SELECT $3::timestamptz + CASE WHEN i % ($1::int / $4::int) = 0 THEN interval '0' ELSE interval '1 month' END AS ends
     ) e`,
    [subscriptions, merchants, PERIOD_ENDS, due],
  );
  await pool.query('DROP TABLE bench_shop');
  await pool.query('VACUUM ANALYZE');
}

/**
 * The bare cost of writing as many invoices with a line each: one set-based statement a batch, without numbers, events,
 * credit or anything that would make them right.
 */
export async function bareInvoices({ pool }: Database, count: number, batch: number): Promise<void> {
  for (let from = 0; from < count; from += batch) {
    await pool.query(
      `WITH s AS (
         SELECT merchant_id, id, customer_id, n
         FROM generate_series($1::int + 1, $1::int + $2::int) AS n
         JOIN subscriptions ON id = 'sub_bench' || lpad((n - 1)::text, 20, '0')
       ), i AS (
         INSERT INTO invoices (merchant_id, id, number, status, kind, customer_id, subscription_id, currency, subtotal,
           total, periods, period_start, period_end, due_at, opened_at, created_at, updated_at)
         SELECT merchant_id, 'bare' || n, -n, 'open', 'renewal', customer_id, id, 'USD', 1000, 1000, 1,
           $3, $3, $3, now(), now(), now() FROM s
         RETURNING merchant_id, id
       )
       INSERT INTO invoice_lines (merchant_id, invoice_id, line, kind, description, unit_amount, amount)
       SELECT merchant_id, id, 1, 'plan', 'Reader', 1000, 1000 FROM i`,
      [from, Math.min(batch, count - from), new Date('2020-01-01T00:00:00Z')],
    );
  }
}
