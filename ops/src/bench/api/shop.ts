import { randomBytes } from 'node:crypto';
import { foldReports } from '../../../../backend/src/billing/reports/index.ts';
import { signToken } from '../../../../backend/src/identity/sign-in/session-token.ts';
import { insertSession } from '../../../../backend/src/identity/sign-in/sign-in.repository.ts';
import { createTestMerchant, createTestPerson } from '../../../../backend/src/identity/testing.ts';
import type { Config } from '../../../../backend/src/platform/config/index.ts';
import type { Database } from '../../../../backend/src/platform/database/index.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';

const PLANS = 20;
const CUSTOMERS = 10_000;
const INVOICES_OF_EACH = 3;

export interface Shop {
  readonly merchantId: string;
  /** Of a session of its owner. */
  readonly token: string;
}

/** A merchant with 20 plans, customers with a subscription and three invoices each; its owner is signed in. */
export async function openShop(database: Database, config: Config, customers = CUSTOMERS): Promise<Shop> {
  const { client, pool } = database;
  const now = new Date();
  const person = await createTestPerson(client, { address: `bench-${randomBytes(8).toString('hex')}`, now });
  const { merchantId } = await createTestMerchant(client, person, { name: 'Bench', now });
  const session = {
    id: person.sessionId,
    personId: person.personId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  };
  await insertSession(client, session);

  const plans = Array.from({ length: PLANS }, () => ({
    p: newId('plan'),
    r: newId('price'),
    y: newId('price'),
  }));
  await pool.query(
    `WITH given AS (SELECT ordinality AS n, p, r, y FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (p text, r text, y text)) WITH ORDINALITY AS g(p, r, y, ordinality)),
     made AS (
       INSERT INTO plans (merchant_id, id, name, description, status, payout_address, on_chain, created_at, activated_at)
       SELECT $1, p, 'Plan ' || n, 'What is in plan ' || n, 'active', 'nowhere', false, now(), now() FROM given
     )
     INSERT INTO prices (merchant_id, id, plan_id, amount, currency, interval_unit, interval_count, on_chain, created_at)
     SELECT $1, r, p, 900 + n, 'USD', 'month', 1, false, now() FROM given
     UNION ALL SELECT $1, y, p, 9000 + n, 'USD', 'year', 1, false, now() FROM given`,
    [merchantId, JSON.stringify(plans)],
  );
  const rows = Array.from({ length: customers }, (_, n) => {
    const plan = plans[n % PLANS];
    return { n, c: newId('customer'), s: newId('subscription'), p: plan?.p, r: plan?.r };
  });
  await pool.query(
    `CREATE TABLE bench_rows AS SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(n int, c text, s text, p text, r text)`,
    [JSON.stringify(rows)],
  );
  await pool.query(
    `INSERT INTO customers (merchant_id, id, address, name, email, metadata, created_at)
     SELECT $1, c, 'bcrt1q' || md5(n::text), 'Customer ' || n, 'customer' || n || '@example.com', '{"crm":"42"}', now() FROM bench_rows`,
    [merchantId],
  );
  await pool.query(
    `INSERT INTO subscriptions (merchant_id, id, plan_id, price_id, customer_id, status, anchor_at, paid_periods,
       paid_through, access_until, renews_at, created_at, updated_at)
     SELECT $1, s, p, r, c, 'active', now() - interval '10 days', 1, now() + interval '20 days', now() + interval '20 days',
       now() + interval '17 days', now() - n * interval '10 minutes', now() - n * interval '10 minutes' FROM bench_rows`,
    [merchantId],
  );
  // Below zero: the numbers of a merchant's invoices are given out from 1 on.
  const invoices = Array.from({ length: customers * INVOICES_OF_EACH }, (_, i) => ({
    i: newId('invoice'),
    n: i % customers,
    number: i + 1,
  }));
  await pool.query(
    `WITH made AS (
       INSERT INTO invoices (merchant_id, id, number, status, kind, customer_id, subscription_id, currency, subtotal,
         total, paid, periods, period_start, period_end, due_at, opened_at, paid_at, completed_number, created_at,
         updated_at)
       SELECT $1, g.i, -g.number, CASE WHEN g.number % 50 = 0 THEN 'open' ELSE 'paid' END, 'renewal', b.c, b.s, 'USD', 1000,
         1000, CASE WHEN g.number % 50 = 0 THEN 0 ELSE 1000 END, 1,
         now() + g.number * interval '1 second', now() + g.number * interval '2 seconds',
         now() - g.number % 90 * interval '1 day', now(), CASE WHEN g.number % 50 = 0 THEN NULL ELSE now() END,
         CASE WHEN g.number % 50 = 0 THEN NULL ELSE g.number END, now(), now()
       FROM jsonb_to_recordset($2::jsonb) AS g(i text, n int, number int) JOIN bench_rows b ON b.n = g.n
       RETURNING merchant_id, id
     )
     INSERT INTO invoice_lines (merchant_id, invoice_id, line, kind, description, unit_amount, amount)
     SELECT merchant_id, id, 1, 'plan', 'Reader', 1000, 1000 FROM made`,
    [merchantId, JSON.stringify(invoices)],
  );
  await pool.query('DROP TABLE bench_rows');
  await foldReports({ database });
  await pool.query('VACUUM ANALYZE');
  return { merchantId, token: await signToken(config, session) };
}
