import { createCurrencies, openAccounts, postAll } from '../../../../backend/src/ledger/index.ts';
import type { Database } from '../../../../backend/src/platform/database/index.ts';

export const MERCHANT = 'mer_bench';
const CHUNK = 1_000;

/** A merchant with ten plans at a price each, and customers with one incomplete subscription each. */
export async function createSubscribers({ pool }: Database, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO merchants (id, name, created_at) VALUES ('${MERCHANT}', 'Bench', '2025-01-01')`,
  );
  await pool.query(`
    INSERT INTO plans (merchant_id, id, name, status, payout_address, on_chain, created_at, activated_at)
    SELECT '${MERCHANT}', 'plan_' || n, 'Plan ' || n, 'active', 'x', false, '2025-01-01', '2025-01-01' FROM generate_series(0, 9) n`);
  await pool.query(`
    INSERT INTO prices (merchant_id, id, plan_id, amount, currency, interval_unit, interval_count, on_chain, created_at)
    SELECT '${MERCHANT}', 'price_' || n, 'plan_' || n, 1000 + n, CASE WHEN n < 5 THEN 'USD' ELSE 'BTC' END,
      CASE WHEN n % 2 = 0 THEN 'month' ELSE 'year' END, 1, false, '2025-01-01' FROM generate_series(0, 9) n`);
  await pool.query(
    `INSERT INTO customers (merchant_id, id, address, created_at)
     SELECT '${MERCHANT}', 'cus_' || n, 'address ' || n, '2025-01-01' FROM generate_series(1, $1) n`,
    [count],
  );
  await pool.query(
    `INSERT INTO subscriptions (merchant_id, id, plan_id, price_id, customer_id, status, created_at, updated_at)
     SELECT '${MERCHANT}', 'sub_' || n, 'plan_' || n % 10, 'price_' || n % 10, 'cus_' || n, 'incomplete', '2025-01-01',
       '2025-01-01' FROM generate_series(1, $1) n`,
    [count],
  );
  await pool.query('ANALYZE');
}

/** Moves all from one status to another in batches, spread over two years from a first day on. */
export async function moveAll(
  { pool }: Database,
  count: number,
  status: 'active' | 'canceled',
  firstDay: string,
  share = 1,
): Promise<void> {
  for (let done = 0; done < count / share; done += CHUNK) {
    await pool.query(
      `UPDATE subscriptions s SET status = $1, anchor_at = '2025-01-01', paid_through = '2035-01-01',
         access_until = CASE WHEN $1 = 'active' THEN timestamptz '2035-01-01' END,
         updated_at = $2::timestamptz + (n * 730 / $3) * interval '1 day'
       FROM generate_series($4::int, $5::int) n WHERE s.merchant_id = '${MERCHANT}' AND s.id = 'sub_' || n`,
      [status, firstDay, count, done + 1, done + CHUNK],
    );
  }
}

/** As many payments as there are subscriptions, in two currencies over two rails and two years. */
export async function payAll(database: Database, count: number): Promise<void> {
  const now = new Date('2025-01-01T00:00:00Z');
  const wanted = ['USD', 'BTC'].flatMap((currency) => [
    { owner: { kind: 'merchant', id: MERCHANT }, kind: `outside.${currency}`, currency, floor: null },
    { owner: { kind: 'merchant', id: MERCHANT }, kind: 'revenue', currency, floor: null },
  ]);
  const accounts = await database.transaction((tx) =>
    openAccounts(tx, { currencies: createCurrencies(), now }, wanted),
  );
  for (let done = 0; done < count; done += CHUNK) {
    const postings = Array.from({ length: CHUNK }, (_, index) => {
      const n = done + index;
      const currency = n % 2 === 0 ? 'USD' : 'BTC';
      const [from, to] = accounts.slice((n % 2) * 2, (n % 2) * 2 + 2).map(({ id }) => id);
      return {
        key: `bench:${n}`,
        kind: 'payment',
        movements: [
          { action: 'transfer' as const, from: from ?? '', to: to ?? '', amount: 1_000n, currency },
        ],
        eventAt: new Date(now.getTime() + Math.floor((n * 730) / count) * 86_400_000),
      };
    });
    await database.transaction((tx) => postAll(tx, now, postings));
  }
}
