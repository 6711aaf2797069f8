import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { createTestDatabase } from './test-database.ts';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('each test database is its own copy, and drop removes it even while it is in use', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(first.url, 'CREATE TABLE only_in_first (id int)');
  const tables = "SELECT tablename FROM pg_tables WHERE tablename = 'only_in_first'";
  expect(await query(first.url, tables)).toHaveLength(1);
  expect(await query(second.url, tables)).toHaveLength(0);

  const idle = new pg.Client(first.url);
  idle.on('error', () => undefined);
  await idle.connect();
  await first.drop();
  await second.drop();
  const left = `SELECT datname FROM pg_database WHERE datname IN ('${first.name}', '${second.name}')`;
  expect(await query(inject('testPostgres').url, left)).toEqual([]);
});
