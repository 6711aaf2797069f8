import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrateDatabase } from './index.ts';

let url: string;
const name = `test_${randomBytes(8).toString('hex')}`;

async function execute<Row>(on: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(on);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  const server = inject('testPostgres').url;
  await execute(server, `CREATE DATABASE ${name}`);
  const made = new URL(server);
  made.pathname = `/${name}`;
  url = made.href;
});
afterAll(() => execute(inject('testPostgres').url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));

test('processes that start at once migrate once, and each comes back to a finished schema', async () => {
  const results = await Promise.all(Array.from({ length: 3 }, () => migrateDatabase(url)));
  const applied = results.map((result) => result.applied.length).sort((a, b) => b - a);
  expect(applied[0]).toBeGreaterThan(0);
  expect(applied.slice(1)).toEqual([0, 0]);
  const history = await execute<{ migration_name: string; finished: boolean }>(
    url,
    'SELECT migration_name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY started_at',
  );
  expect(history.map(({ migration_name }) => migration_name)).toEqual(
    results.flatMap((result) => result.applied),
  );
  expect(history.every(({ finished }) => finished)).toBe(true);
});

test('an up-to-date database is left alone, and nothing stays locked', async () => {
  expect(await migrateDatabase(url)).toEqual({ applied: [] });
  const locks = () =>
    execute(
      url,
      `SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
       WHERE locktype = 'advisory' AND d.datname = current_database()`,
    );
  // The server lets go of a connection's locks a moment after the connection was closed.
  await expect.poll(locks, { timeout: 10_000 }).toEqual([]);
});
