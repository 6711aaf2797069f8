import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../../ops/src/stack/postgres/start-postgres.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { silentLogger } from '../logging/index.ts';
import { createStaleReads, type StaleReadRouting } from './index.ts';

/** The bound is a few seconds here, so that a test can wait for it. */
const MAX_LAG_SECONDS = 3;
const PATIENCE = { timeout: 60_000, interval: 50 };

let folder: string;
let primary: PostgresServer;
let standby: PostgresServer | undefined;
let database: Database;
let replica: Database | undefined;
let beating: NodeJS.Timeout;
const routings: StaleReadRouting[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-replica-'));
  primary = await startPostgres({ dataDir: join(folder, 'primary'), durable: false });
  database = openDatabase({ url: primary.urlOf('postgres') });
  await database.pool.query('CREATE TABLE process_heartbeats (seen_at timestamptz(3))');
  await database.pool.query('CREATE TABLE notes (n int)');
  await database.pool.query('INSERT INTO process_heartbeats VALUES (now())');
  await copyToStandby();
  const options = { dataDir: join(folder, 'standby'), durable: false };
  standby = await startPostgres({
    ...options,
    settings: { primary_conninfo: primary.urlOf('postgres'), hot_standby: 'on' },
  });
  replica = openDatabase({ url: standby.urlOf('postgres') });
  beating = setInterval(() => {
    database.pool.query('UPDATE process_heartbeats SET seen_at = now()').catch(() => undefined);
  }, 200);
}, 120_000);
afterAll(async () => {
  clearInterval(beating);
  for (const routing of routings) await routing.stop();
  await replica?.close();
  await standby?.stop();
  await database.close();
  await primary.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A base backup by hand: the files while the server runs, and the label that says from where to replay. */
async function copyToStandby(): Promise<void> {
  const connection = await database.pool.connect();
  try {
    await connection.query(`SELECT pg_backup_start('standby', true)`);
    // With owners and modes, which PostgreSQL insists on.
    await promisify(execFile)('cp', ['-a', join(folder, 'primary'), join(folder, 'standby')]);
    await rm(join(folder, 'standby/postmaster.pid'));
    const { rows } = await connection.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(false)',
    );
    await writeFile(join(folder, 'standby/backup_label'), rows[0]?.labelfile ?? '');
    await writeFile(join(folder, 'standby/standby.signal'), '');
  } finally {
    connection.release();
  }
}

async function route(): Promise<StaleReadRouting> {
  const routing = createStaleReads({
    database,
    logger: silentLogger,
    primaryUrl: primary.urlOf('postgres'),
    replicaUrl: standby?.urlOf('postgres'),
    poolSize: 2,
    maxLagSeconds: MAX_LAG_SECONDS,
    checkEveryMs: 100,
  });
  routings.push(routing);
  await routing.start();
  return routing;
}

/** Whether a read of this person went to the replica. */
async function readsReplica(routing: StaleReadRouting, reader: string | undefined): Promise<boolean> {
  const [row] = await routing.readsFor(reader).$queryRaw<{ standby: boolean }[]>`
    SELECT pg_is_in_recovery() AS standby`;
  return row?.standby ?? false;
}

const becomes = (routing: StaleReadRouting, reader: string, expected: boolean) =>
  vi.waitFor(async () => expect(await readsReplica(routing, reader)).toBe(expected), PATIENCE);

test('lists of whoever has not written come from the replica, and of nobody known from the primary', async () => {
  const routing = await route();
  await becomes(routing, 'reader', true);
  expect(await readsReplica(routing, undefined)).toBe(false);
});

test('who has written reads from the primary, in every process, until the replica is sure to have it', async () => {
  const [first, second] = [await route(), await route()];
  await becomes(first, 'writer', true);
  await becomes(second, 'writer', true);
  await first.noteWrite('writer');
  expect(await readsReplica(first, 'writer')).toBe(false);
  await vi.waitFor(async () => expect(await readsReplica(second, 'writer')).toBe(false), {
    timeout: 2_500,
    interval: 10,
  });
  expect(await readsReplica(second, 'somebody else')).toBe(true);
  await becomes(second, 'writer', true);
});

test('a replica that falls behind is left out, and used again once it has caught up', async () => {
  const routing = await route();
  await becomes(routing, 'reader', true);
  await replica?.pool.query('SELECT pg_wal_replay_pause()');
  await becomes(routing, 'reader', false);
  await replica?.pool.query('SELECT pg_wal_replay_resume()');
  await becomes(routing, 'reader', true);
});

test('a read that the replica does not answer is answered by the primary', async () => {
  const routing = await route();
  await becomes(routing, 'reader', true);
  const reads = routing.readsFor('reader');
  const killed = reads.$queryRaw<{ standby: boolean }[]>`
    SELECT pg_is_in_recovery() AS standby, CASE WHEN pg_is_in_recovery() THEN pg_terminate_backend(pg_backend_pid()) END`;
  expect((await killed)[0]?.standby).toBe(false);
});

test('without a replica everything is read from the primary', async () => {
  const routing = createStaleReads({
    database,
    logger: silentLogger,
    primaryUrl: primary.urlOf('postgres'),
    replicaUrl: undefined,
    poolSize: 2,
    maxLagSeconds: MAX_LAG_SECONDS,
  });
  expect(await readsReplica(routing, 'reader')).toBe(false);
});
