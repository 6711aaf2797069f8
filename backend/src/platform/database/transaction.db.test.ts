import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deferred } from '../testing/deferred.ts';
import { type Database, openDatabase, type Tx } from './index.ts';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url });
  await database.client.$executeRaw`CREATE TABLE counters (id int PRIMARY KEY, value int NOT NULL)`;
  await database.client.$executeRaw`INSERT INTO counters SELECT id, 0 FROM generate_series(1, 10) AS id`;
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const add = (tx: Tx, id: number) => tx.$executeRaw`UPDATE counters SET value = value + 1 WHERE id = ${id}`;
const counter = async (id: number) => {
  const [row] = await database.client.$queryRaw<
    { value: number }[]
  >`SELECT value FROM counters WHERE id = ${id}`;
  return row?.value;
};

test('what a failed transaction did is undone, and its error reaches the caller', async () => {
  const attempt = database.transaction(async (tx) => {
    await add(tx, 1);
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await counter(1)).toBe(0);
});

test('two transactions that lock the same rows in opposite order both succeed', async () => {
  let attempts = 0;
  const both: Promise<unknown>[] = [];
  const locked = { 2: deferred(), 3: deferred() };
  for (const [first, second] of [
    [2, 3],
    [3, 2],
  ] as const) {
    both.push(
      database.transaction(async (tx) => {
        attempts++;
        await add(tx, first);
        locked[first].resolve();
        await locked[second].promise;
        await add(tx, second);
      }),
    );
  }
  await Promise.all(both);
  expect(attempts).toBe(3);
  expect([await counter(2), await counter(3)]).toEqual([2, 2]);
});

test('transactions that read before they write are repeated until they fit', async () => {
  let attempts = 0;
  const read = deferred();
  let reads = 0;
  const increment = () =>
    database.transaction(async (tx) => {
      attempts++;
      await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`;
      const [row] = await tx.$queryRaw<{ value: number }[]>`SELECT value FROM counters WHERE id = 4`;
      reads++;
      if (reads === 2) read.resolve();
      await read.promise;
      await tx.$executeRaw`UPDATE counters SET value = ${(row?.value ?? 0) + 1} WHERE id = 4`;
    });
  await Promise.all([increment(), increment()]);
  expect(attempts).toBe(3);
  expect(await counter(4)).toBe(2);
});

test('an error that no repetition mends is not repeated', async () => {
  let attempts = 0;
  const attempt = database.transaction(async (tx) => {
    attempts++;
    await tx.$executeRaw`INSERT INTO counters VALUES (1, 0)`;
  });
  await expect(attempt).rejects.toThrow();
  expect(attempts).toBe(1);
});

test('a lost connection fails its query alone: the next finds another', async () => {
  const lost = database.client.$executeRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
  await expect(lost).rejects.toThrow();
  await database.client.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await database.ping(5_000);
  expect(await counter(1)).toBe(0);
});

test('a database that does not answer in time is told apart from one that does', async () => {
  await database.ping(5_000);
  const away = openDatabase({ url: 'postgresql://u:p@127.0.0.1:1/none' });
  await expect(away.ping(5_000)).rejects.toThrow('ECONNREFUSED');
  await away.close();
});

test('statements are prepared once for each connection, by the name of their text', async () => {
  const seen: string[] = [];
  const one = openDatabase({ url: testDatabase.url, poolSize: 1, onQuery: (sql) => seen.push(sql) });
  const prepared = async () => {
    const [row] = await one.client.$queryRaw<
      { count: bigint }[]
    >`SELECT count(*) FROM pg_prepared_statements`;
    return Number(row?.count);
  };
  await prepared();
  const before = await prepared();
  for (let id = 1; id <= 5; id++) await one.client.$queryRaw`SELECT value FROM counters WHERE id = ${id}`;
  expect(await prepared()).toBe(before + 1);
  expect(seen.filter((sql) => sql.includes('FROM counters'))).toHaveLength(5);
  await one.close();
});
