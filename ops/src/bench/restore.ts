import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { alone, createBackupKey, createDump, readIdentities, restoreDatabase } from '../backup/index.ts';
import { serverMajor, urlOfDatabase, withClient } from '../backup/server.repository.ts';
import { findPostgresTools, startTool } from '../postgres-tools/index.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { createBooks, openBooks } from './ledger/books.ts';
import { type BenchReport, benchRow, progress } from './report.ts';
import { createSubscribers } from './reports/subscribers.ts';

const MEGABYTE = 1024 * 1024;
const SIZE_MB = Number(process.env.BENCH_RESTORE_MB ?? 1_024);
/** Of customers and subscriptions with their indexes; the rest are entries of the ledger. */
const SUBSCRIBER_BYTES = 1_000;
const SUBSCRIBER_SHARE = 0.5;
const FILL_STEP = 40_000;

/**
 * A database of BENCH_RESTORE_MB megabytes (1,024 unless said otherwise) on a PostgreSQL of its own with default
 * durability: backed up, dropped, and restored with every total compared and the ledger verified. The references are
 * pg_dump and pg_restore alone, without encryption, checksums and verification.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const maintenance = server.urlOf('postgres');
  const url = urlOfDatabase(maintenance, 'charmbills');
  try {
    await withClient(maintenance, (client) => client.query('CREATE DATABASE charmbills'));
    const sizeMb = await fill(url);
    progress(`${Math.round(sizeMb)} MB of rows`);
    const rows = await measure(folder, url);
    return { name: `restore, a database of ${Math.round(sizeMb)} MB`, rows };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the size it has then, in megabytes. */
async function fill(url: string): Promise<number> {
  await createBooks(url, 1_000);
  const database = openDatabase({ url, poolSize: 2 });
  const size = async () => {
    const { rows } = await database.pool.query<{ bytes: string }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    return Number(rows[0]?.bytes) / MEGABYTE;
  };
  const books = await openBooks(url, 2);
  try {
    const subscribers = Math.floor((SIZE_MB * SUBSCRIBER_SHARE * MEGABYTE) / SUBSCRIBER_BYTES);
    progress(`writing ${subscribers} customers with subscriptions`);
    await createSubscribers(database, subscribers);
    progress('writing entries of the ledger');
    while ((await size()) < SIZE_MB) await books.fill(FILL_STEP);
    return await size();
  } finally {
    await books.database.close();
    await database.close();
  }
}

async function measure(folder: string, url: string) {
  const directory = join(folder, 'backups');
  const keyFile = join(folder, 'key');
  const recipient = await createBackupKey(keyFile, new Date());
  const identities = await readIdentities(keyFile);
  const common = { env: process.env, log: progress };
  const plain = join(folder, 'plain.dump');
  const major = await withClient(url, serverMajor);
  const tools = await findPostgresTools(major, common);

  const plainDump = await seconds(async () => {
    const dump = startTool(tools, 'pg_dump', ['--format=custom', '--compress=zstd:3'], url);
    await pipeline(dump.stdout, createWriteStream(plain));
    await dump.done;
  });
  const { size } = await stat(plain);
  progress(`pg_dump alone: ${plainDump.toFixed(1)} s, ${Math.round(size / MEGABYTE)} MB`);
  const request = { url, directory, recipient, signer: undefined, now: () => new Date(), ...common };
  const started = performance.now();
  const manifest = await alone(directory, () => createDump(request));
  const backup = (performance.now() - started) / 1_000;
  progress(`backup: ${backup.toFixed(1)} s`);

  await withClient(urlOfDatabase(url, 'postgres'), async (client) => {
    await client.query('DROP DATABASE charmbills WITH (FORCE)');
    await client.query('CREATE DATABASE plain');
  });
  const plainRestore = await seconds(async () => {
    const args = ['--no-owner', `--jobs=${Math.max(2, availableParallelism())}`, '--dbname=plain', plain];
    const restore = startTool(tools, 'pg_restore', args, urlOfDatabase(url, 'plain'));
    restore.stdout.resume();
    await restore.done;
  });
  progress(`pg_restore alone: ${plainRestore.toFixed(1)} s`);
  const source = { directory, remote: undefined, identities, ...common };
  const restore = await seconds(() =>
    restoreDatabase(source, manifest, { url, force: false, now: new Date() }),
  );
  return [
    benchRow('backup, encrypted, with totals', 's', backup, plainDump),
    benchRow('restore, compared and the ledger verified', 's', restore, plainRestore),
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
