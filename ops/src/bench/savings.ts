import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLedger, createCurrencies } from '../../../backend/src/ledger/index.ts';
import { ManualClock } from '../../../backend/src/platform/clock.ts';
import {
  type Database,
  migrateDatabase,
  openDatabase,
} from '../../../backend/src/platform/database/index.ts';
import { accrueInterest } from '../../../backend/src/wallet/savings/index.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';
import { createSavers, creditAll } from './savings/savers.ts';

const ACCOUNTS = 100_000;
const BATCH = 2_000;
const DAYS = 3;
const DAY_MS = 24 * 3_600_000;
const BEGIN = new Date('2026-03-01T12:00:00Z');

/**
 * Savings accounts a second whose day is counted and credited, on a PostgreSQL of its own with default durability: the
 * first day, on which nobody earns yet, and days of which everybody has a credit. The reference is a bare ledger credit
 * of as many accounts in batches as large. At the end the books must be sound.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const url = server.urlOf('postgres');
  try {
    await migrateDatabase(url);
    const database = openDatabase({ url });
    try {
      return { name: 'savings, accounts a second', rows: await measure(database) };
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database): Promise<BenchRow[]> {
  const clock = new ManualClock(BEGIN);
  const services = { database, clock, currencies: createCurrencies() };
  await database.client.savingsRate.create({
    data: {
      currency: 'USDC',
      fromDay: new Date('2026-01-01'),
      ratePpm: 50_000,
      setBy: 'bench',
      setAt: BEGIN,
    },
  });
  progress(`opening ${ACCOUNTS} savings accounts`);
  const savers = await createSavers(database, clock, ACCOUNTS);
  const reference = await perSecond(() => creditAll(database, clock.now(), savers, BATCH));
  const rows: BenchRow[] = [];
  for (let day = 0; day < DAYS; day++) {
    progress(`day ${day + 1}`);
    clock.advanceBy(DAY_MS);
    const rate = await perSecond(() => accrueInterest(services, { batch: BATCH }));
    const name = day === 0 ? 'first day, nothing earned' : `day ${day + 1}`;
    rows.push(benchRow(`${name} / bare credits`, 'accounts/s', rate, reference));
  }
  progress('one day by two workers');
  clock.advanceBy(DAY_MS);
  const workers = () => Promise.all([1, 2].map(() => accrueInterest(services, { batch: BATCH })));
  rows.push(
    benchRow(
      `day ${DAYS + 1}, two workers / bare credits`,
      'accounts/s',
      await perSecond(workers),
      reference,
    ),
  );
  const { failed } = await checkLedger(database);
  if (failed !== null) throw new Error(`the books are not sound: ${JSON.stringify(failed)}`);
  return rows;
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (ACCOUNTS * 1_000) / (performance.now() - from);
}
