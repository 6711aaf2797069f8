import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../processes.ts';
import { type PostgresServer, startPostgres } from './start-postgres.ts';

let folder: string;
let dataDir: string;
const running: PostgresServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-postgres-test-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir });
  running.push(server);
  return server;
}

async function query(server: PostgresServer, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.urlOf('postgres'));
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('keeps its data over a clean stop, durable unless told otherwise', async () => {
  const first = await start();
  expect(await query(first, "SELECT current_setting('fsync') AS fsync")).toEqual([{ fsync: 'on' }]);
  await query(first, 'CREATE TABLE kept AS SELECT 1 AS one');
  expect(await first.stop()).toEqual({ code: 0, signal: null });
  expect(isAlive(first.pid)).toBe(false);
  expect(await query(await start(), 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('a server left running on the folder is stopped first', async () => {
  const left = await start();
  await query(left, 'CREATE TABLE kept AS SELECT 1 AS one');
  const next = await start();
  expect(isAlive(left.pid)).toBe(false);
  expect(await query(next, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('a pid file whose number belongs to another program by now does not keep it from starting', async () => {
  await (await start()).stop();
  const { uid, gid } = statSync(dataDir);
  const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
  try {
    await once(stranger, 'spawn');
    const pidFile = join(dataDir, 'postmaster.pid');
    await writeFile(pidFile, `${stranger.pid}\n${dataDir}\n1\n1\n`);
    await query(await start(), 'SELECT 1');
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
  } finally {
    stranger.kill();
  }
});

test('an interrupted initialisation leaves nothing that looks like a database', async () => {
  await writeFile(join(folder, 'data'), 'in the way');
  await expect(startPostgres({ dataDir: join(folder, 'data/below') })).rejects.toThrow();
  await rm(join(folder, 'data'));
  expect(existsSync(dataDir)).toBe(false);
  await query(await start(), 'SELECT 1');
});
