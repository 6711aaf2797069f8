import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkLedger } from '../../../backend/src/ledger/index.ts';
import { migrateDatabase, openDatabase } from '../../../backend/src/platform/database/index.ts';
import { makeDump } from '../migrate-wallets/index.ts';
import { type PostgresServer, startPostgres } from '../stack/postgres/start-postgres.ts';
import { copyRows, readDump, writeCopyFile } from './migrate/references.ts';
import { runCommand } from './migrate/run-command.ts';
import { type BenchReport, benchRow, progress } from './report.ts';

const ROWS = 1_000_000;
const BAD = 0.001;
/** Rolled back is a hundredth, which is enough to tell the rate. */
const ROLL_BACK_SHARE = 100;

/**
 * The wallet migration of a million rows (BENCH_ROWS), as a command in a process of its own, on a PostgreSQL of its
 * own with default durability. References, measured in the same run: reading the same BSON and nothing else, and
 * PostgreSQL's COPY of the same rows into a plain table. At the end the books must be sound.
 */
export async function run(): Promise<BenchReport> {
  const rows = Number(process.env.BENCH_ROWS || ROWS);
  if (!Number.isInteger(rows) || rows < 1_000) throw new RangeError('BENCH_ROWS: a number from 1000');
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  await chmod(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    return {
      name: `migrate, ${rows.toLocaleString('en-US')} rows`,
      rows: await measure(server, folder, rows),
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(server: PostgresServer, folder: string, rows: number): Promise<BenchReport['rows']> {
  const dumps = { all: join(folder, 'all'), tenth: join(folder, 'tenth'), few: join(folder, 'few') };
  progress('writing dumps');
  await makeDump(dumps.all, { rows, seed: 1, bad: BAD });
  await makeDump(dumps.tenth, { rows: Math.round(rows / 10), seed: 2, bad: BAD });
  const few = Math.round(rows / ROLL_BACK_SHARE);
  await makeDump(dumps.few, { rows: few, seed: 3, bad: BAD });
  for (const name of ['all', 'tenth', 'few', 'copy']) await createDatabase(server, name);

  progress('references');
  const copyFile = join(folder, 'rows.tsv');
  await writeCopyFile(dumps.all, copyFile);
  const perSecond = (ms: number, count = rows) => (count * 1_000) / ms;
  const read = perSecond(await readDump(dumps.all));
  const copied = perSecond(await copyRows(server.urlOf('copy'), copyFile));

  progress('dry run');
  const preview = await runCommand(server.urlOf('all'), '--from', dumps.all, '--dry-run');
  progress('a tenth of the rows');
  const tenth = await runCommand(server.urlOf('tenth'), '--from', dumps.tenth);
  progress('all of the rows');
  const all = await runCommand(server.urlOf('all'), '--from', dumps.all);
  progress('all of them again');
  const again = await runCommand(server.urlOf('all'), '--from', dumps.all);
  progress('some, and back');
  await runCommand(server.urlOf('few'), '--from', dumps.few);
  const back = await runCommand(server.urlOf('few'), '--roll-back');
  for (const name of ['all', 'few']) await requireSound(server.urlOf(name));
  return [
    benchRow('dry run / reading the BSON', 'rows/s', perSecond(preview.ms), read),
    benchRow('migrate / COPY into a plain table', 'rows/s', perSecond(all.ms), copied),
    benchRow('migrate again, nothing to post / reading the BSON', 'rows/s', perSecond(again.ms), read),
    benchRow('roll back / COPY into a plain table', 'rows/s', perSecond(back.ms, few), copied),
    benchRow('memory of the dry run / of a migration of a tenth', 'MB', preview.peakMb, tenth.peakMb),
    benchRow('memory of the migration / of a migration of a tenth', 'MB', all.peakMb, tenth.peakMb),
  ];
}

async function createDatabase(server: PostgresServer, name: string): Promise<void> {
  const client = new pg.Client(server.urlOf('postgres'));
  await client.connect();
  try {
    await client.query(`CREATE DATABASE "${name}"`);
  } finally {
    await client.end();
  }
  await migrateDatabase(server.urlOf(name));
}

async function requireSound(url: string): Promise<void> {
  progress('checking the books');
  const database = openDatabase({ url, poolSize: 1 });
  try {
    const { failed } = await checkLedger(database);
    if (failed !== null) throw new Error(`the books are not sound: ${failed.check}: ${failed.culprit}`);
  } finally {
    await database.close();
  }
}
