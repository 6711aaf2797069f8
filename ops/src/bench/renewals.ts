import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateDatabase, openDatabase } from '../../../backend/src/platform/database/index.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { bareInvoices, DUE, openShops } from './renewals/shops.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';

/** `BENCH_SCALE=0.1` measures a tenth of everything. */
const SCALE = Number(process.env.BENCH_SCALE ?? 1);
const DUE_COUNT = Math.round(100_000 * SCALE);
const ALL = Math.round(1_000_000 * SCALE);
const FEW = Math.round(10_000 * SCALE);
const MERCHANTS = 200;
const BATCH = 500;

interface Billed {
  readonly perSecond: number;
  /** Of the worker that took most, in MiB. */
  readonly peakMiB: number;
}

/**
 * Renewals a second, from due subscriptions to numbered invoices with lines and events, by worker processes on a
 * PostgreSQL of its own with default durability: of 100,000 that are all due, by one worker and by two, at 200 merchants
 * and at one; and of 10,000 among a million. The reference writes as many bare invoices with lines in batches as large.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  let databases = 0;

  async function measure(
    shops: { merchants: number; subscriptions: number; due: number },
    workers: number,
  ): Promise<Billed & { readonly bare: number }> {
    const name = `bench_${++databases}`;
    await execute(server.urlOf('postgres'), `CREATE DATABASE ${name}`);
    const url = server.urlOf(name);
    await migrateDatabase(url);
    const database = openDatabase({ url });
    try {
      progress(
        `${shops.subscriptions} subscriptions, ${shops.due} due, ${shops.merchants} merchants, ${workers} at work`,
      );
      await openShops(database, shops);
      const bareBegan = performance.now();
      await bareInvoices(database, shops.due, BATCH);
      const bare = shops.due / ((performance.now() - bareBegan) / 1_000);
      // They stay, as the invoices of earlier periods: no installation begins with this many subscribers.
      await database.pool.query('VACUUM ANALYZE');
      const billed = await bill(url, workers, shops.due);
      const { rows } = await database.pool.query<{ invoices: string; gaps: string }>(
        `SELECT sum(there) AS invoices, sum(last - there) AS gaps FROM (
           SELECT max(number) AS last, count(*) AS there FROM invoices WHERE number > 0
           GROUP BY merchant_id) of_each`,
      );
      if (Number(rows[0]?.invoices) !== shops.due || Number(rows[0]?.gaps) !== 0) {
        throw new Error(`${JSON.stringify(rows[0])} for ${shops.due} renewals`);
      }
      progress(
        `${billed.perSecond.toFixed()} a second, ${billed.peakMiB.toFixed()} MiB; bare ${bare.toFixed()}`,
      );
      return { ...billed, bare };
    } finally {
      await database.close();
      await execute(server.urlOf('postgres'), `DROP DATABASE ${name} WITH (FORCE)`);
    }
  }

  try {
    const all = { merchants: MERCHANTS, subscriptions: DUE_COUNT, due: DUE_COUNT };
    const one = await measure(all, 1);
    const two = await measure(all, 2);
    const single = await measure({ ...all, merchants: 1 }, 1);
    const singleTwo = await measure({ ...all, merchants: 1 }, 2);
    const few = await measure({ merchants: MERCHANTS, subscriptions: FEW, due: FEW }, 1);
    const fewOfMany = await measure({ merchants: MERCHANTS, subscriptions: ALL, due: FEW }, 1);
    const unit = 'renewals/s';
    const rows: BenchRow[] = [
      benchRow(`${DUE_COUNT} due, one worker / bare invoices`, unit, one.perSecond, one.bare),
      benchRow(`${DUE_COUNT} due, two workers / bare invoices`, unit, two.perSecond, two.bare),
      benchRow('two workers / one', unit, two.perSecond, one.perSecond),
      benchRow('all of one merchant, one worker / of 200', unit, single.perSecond, one.perSecond),
      benchRow('all of one merchant, two workers / one worker', unit, singleTwo.perSecond, single.perSecond),
      benchRow(`${FEW} due of ${ALL} / ${FEW} of ${FEW}`, unit, fewOfMany.perSecond, few.perSecond),
      benchRow('peak memory of a worker, two / one', 'MiB', two.peakMiB, one.peakMiB),
      benchRow(`peak memory, ${FEW} of ${ALL} / ${FEW} of ${FEW}`, 'MiB', fewOfMany.peakMiB, few.peakMiB),
    ];
    return { name: 'renewals, invoiced a second', rows };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lets so many workers invoice all that is due. */
async function bill(url: string, workers: number, due: number): Promise<Billed> {
  const file = fileURLToPath(new URL('renewals/biller.ts', import.meta.url));
  const children: ChildProcess[] = [];
  try {
    for (let i = 0; i < workers; i++) {
      const child = fork(file, [url], { execArgv: ['--import', 'tsx', '--conditions=source'] });
      children.push(child);
      await once(child, 'message');
    }
    const began = performance.now();
    const shares = await Promise.all(
      children.map(async (child) => {
        child.send({ now: DUE.toISOString() });
        const [share] = (await once(child, 'message')) as [{ invoiced: number; peakMiB: number }];
        return share;
      }),
    );
    const seconds = (performance.now() - began) / 1_000;
    const invoiced = shares.reduce((sum, share) => sum + share.invoiced, 0);
    if (invoiced !== due) throw new Error(`${invoiced} of ${due} were invoiced`);
    return { perSecond: invoiced / seconds, peakMiB: Math.max(...shares.map(({ peakMiB }) => peakMiB)) };
  } finally {
    for (const child of children) child.kill();
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const database = openDatabase({ url, poolSize: 1 });
  try {
    await database.pool.query(statement);
  } finally {
    await database.close();
  }
}
