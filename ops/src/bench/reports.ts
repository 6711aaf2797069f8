import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldReports, readRevenue, showRecurring } from '../../../backend/src/billing/reports/index.ts';
import type { MerchantScope } from '../../../backend/src/identity/index.ts';
import {
  type Database,
  migrateDatabase,
  openDatabase,
} from '../../../backend/src/platform/database/index.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';
import { createSubscribers, MERCHANT, moveAll, payAll } from './reports/subscribers.ts';

const SUBSCRIPTIONS = 100_000;
const VIEWS = 20;
const SCOPE = { merchantId: MERCHANT } as MerchantScope;
const PERIOD = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2028-01-01T00:00:00Z') };

/**
 * Reports of a merchant with 100,000 subscriptions that began over two years, a fifth of which were canceled, and as many
 * payments, on a PostgreSQL of its own with default durability. The references are the changes without the history of
 * recurring revenue, and the same figures worked out from all subscriptions and all entries at each view.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const url = server.urlOf('postgres');
  try {
    await migrateDatabase(url);
    const database = openDatabase({ url });
    try {
      return { name: `reports, ${SUBSCRIPTIONS} subscriptions`, rows: await measure(database) };
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database): Promise<BenchRow[]> {
  const { pool } = database;
  progress(`making ${SUBSCRIPTIONS} subscriptions`);
  await createSubscribers(database, SUBSCRIPTIONS);
  progress('activating them, without and with their history');
  const activate = () => moveAll(database, SUBSCRIPTIONS, 'active', '2025-01-01');
  await pool.query('ALTER TABLE subscriptions DISABLE TRIGGER subscriptions_mrr_changed');
  const bare = await time(activate);
  await pool.query(
    `UPDATE subscriptions SET status = 'incomplete', anchor_at = NULL, paid_through = NULL, access_until = NULL`,
  );
  await pool.query('ALTER TABLE subscriptions ENABLE TRIGGER subscriptions_mrr_changed');
  await pool.query('VACUUM ANALYZE subscriptions');
  const kept = await time(activate);
  await moveAll(database, SUBSCRIPTIONS, 'canceled', '2026-01-01', 5);
  progress(`posting ${SUBSCRIPTIONS} payments`);
  await payAll(database, SUBSCRIPTIONS);
  await pool.query('VACUUM ANALYZE');
  const perSecond = (ms: number) => (SUBSCRIPTIONS * 1_000) / ms;
  const recurring = () => showRecurring(database.client, SCOPE, PERIOD);
  const revenue = () => readRevenue(database.client, SCOPE, PERIOD);
  const scans = {
    recurring: await view(() =>
      pool.query(`SELECT pr.currency, sum(amount_of_month(pr.amount * s.quantity, pr.interval_unit, pr.interval_count))
        FROM subscriptions s JOIN prices pr ON pr.merchant_id = s.merchant_id AND pr.id = s.price_id
        WHERE s.merchant_id = '${MERCHANT}' AND s.status IN ('active', 'past_due') GROUP BY 1`),
    ),
    revenue: await view(() =>
      pool.query(`SELECT date_trunc('month', p.event_at), a.currency, p.kind, sum(e.amount)
        FROM ledger_accounts a JOIN ledger_entries e ON e.account_number = a.number
        JOIN ledger_postings p ON p.posting_number = e.posting_number
        WHERE a.owner_id = '${MERCHANT}' AND a.kind = 'revenue' GROUP BY 1, 2, 3`),
    ),
  };
  const loose = { recurring: await view(recurring), revenue: await view(revenue) };
  progress('adding them up by day');
  let rows = 0;
  const folding = await time(async () => {
    rows = await foldReports({ database });
  });
  await pool.query('VACUUM ANALYZE');
  return [
    benchRow('activation with its history', 'subscriptions/s', perSecond(kept), perSecond(bare)),
    benchRow('recurring revenue, nothing added up yet', 'ms', loose.recurring, scans.recurring),
    benchRow('revenue, nothing added up yet', 'ms', loose.revenue, scans.revenue),
    benchRow('recurring revenue of two years by month', 'ms', await view(recurring), scans.recurring),
    benchRow('revenue of two years by month', 'ms', await view(revenue), scans.revenue),
    benchRow('adding up by day (reference: activating)', 'rows/s', (rows * 1_000) / folding, perSecond(kept)),
  ];
}

/** Milliseconds that a view takes, the middle of many. */
async function view(look: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let done = 0; done < VIEWS; done++) times.push(await time(look));
  return times.sort((a, b) => a - b)[VIEWS / 2] ?? Number.NaN;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
