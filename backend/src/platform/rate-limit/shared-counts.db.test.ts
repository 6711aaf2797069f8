import { createTestDatabase, startRedis, type TestDatabase, type TestRedis } from '@charmbills/ops/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import { silentLogger } from '../logging/index.ts';
import {
  createLeasingStore,
  createMemoryStore,
  createPostgresCounts,
  createRedisCounts,
  type SharedCounts,
} from './index.ts';
import { deleteIdleCounts } from './rate-limit.repository.ts';

const NOW = new Date('2026-05-01T00:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const limit = { max: 3, windowSeconds: 60 };

let testDatabase: TestDatabase;
let database: Database;
let redis: TestRedis | undefined;
let whyNoRedis: unknown;
const opened: SharedCounts[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url });
  try {
    redis = await startRedis();
  } catch (error) {
    whyNoRedis = error;
  }
}, 300_000);
afterAll(async () => {
  for (const counts of opened) await counts.close();
  await redis?.stop();
  await database.close();
  await testDatabase.drop();
});

async function redisCounts(): Promise<SharedCounts> {
  const counts = createRedisCounts(redis?.url ?? '', silentLogger);
  opened.push(counts);
  await vi.waitFor(() => counts.take('ready?', limit, 1, NOW), { timeout: 20_000 });
  return counts;
}

const stores = [
  ['PostgreSQL', async () => createPostgresCounts(database)],
  ['Redis', redisCounts],
] as const;

describe.each(stores)('counts in %s', (name, open) => {
  const key = (what: string) => `${name} ${what}`;
  const check = (title: string, run: (counts: SharedCounts) => Promise<void>) =>
    test(title, async ({ skip }) => {
      if (name === 'Redis' && !redis) skip(`no Redis to test with: ${whyNoRedis}`);
      await run(await open());
    });

  check('grant what is within the limit, and say how long to wait for more', async (counts) => {
    const who = key('a');
    expect(await counts.take(who, limit, 2, NOW)).toEqual({ granted: 2, waitMs: 0 });
    expect(await counts.take(who, limit, 2, NOW)).toEqual({ granted: 1, waitMs: 0 });
    expect(await counts.take(who, limit, 1, NOW)).toEqual({ granted: 0, waitMs: 20_000 });
    expect(await counts.take(who, limit, 1, later(19_999))).toEqual({ granted: 0, waitMs: 1 });
    expect(await counts.take(who, limit, 5, later(20_000))).toEqual({ granted: 1, waitMs: 0 });
    expect(await counts.take(who, limit, 9, later(200_000))).toEqual({ granted: 3, waitMs: 0 });
    expect(await counts.take(key('b'), limit, 9, NOW)).toEqual({ granted: 3, waitMs: 0 });
  });

  check('grant no more than the limit to processes that ask at once', async (counts) => {
    const other = await open();
    const asked = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? counts : other));
    const grants = await Promise.all(
      asked.map((each) => each.take(key('race'), { ...limit, max: 7 }, 1, NOW)),
    );
    expect(grants.reduce((sum, { granted }) => sum + granted, 0)).toBe(7);
  });

  check('are kept by processes that hold some for themselves, all together', async (counts) => {
    const busy = { max: 100, windowSeconds: 60 };
    const processes = [counts, await open(), await open()].map((each) =>
      createLeasingStore(each, createMemoryStore()),
    );
    let passed = 0;
    for (let round = 0; round < 60; round++) {
      const waits = await Promise.all(processes.map((store) => store.take(key('busy'), busy, NOW)));
      passed += waits.filter((wait) => wait === 0).length;
    }
    expect(passed).toBeLessThanOrEqual(100);
    // Each may sit on a twentieth that it has not given out.
    expect(passed).toBeGreaterThanOrEqual(100 - 3 * 5);
  });
});

test('a process asks for many uses at once, and not at all for a caller who is over', async () => {
  const counts = createPostgresCounts(database);
  const taken = vi.spyOn(counts, 'take');
  const store = createLeasingStore(counts, createMemoryStore());
  const busy = { max: 600, windowSeconds: 60 };
  let passed = 0;
  for (let i = 0; i < 1_000; i++) if ((await store.take('one process', busy, NOW)) === 0) passed += 1;
  expect(passed).toBe(600);
  expect(taken.mock.calls.length).toBeLessThan(40);
});

test('those who come at once are counted by one statement, exactly', async () => {
  const counts = createPostgresCounts(database);
  const taken = vi.spyOn(counts, 'take');
  const store = createLeasingStore(counts, createMemoryStore());
  const waits = await Promise.all(
    Array.from({ length: 25 }, () => store.take('at once', { max: 20, windowSeconds: 60 }, NOW)),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(20);
  expect(waits.filter((wait) => wait === 3_000)).toHaveLength(5);
  expect(taken.mock.calls.length).toBeLessThan(5);
});

test('while Redis is away each process counts by itself, and together again once it is back', async ({
  skip,
}) => {
  if (!redis) return skip(`no Redis to test with: ${whyNoRedis}`);
  const store = createLeasingStore(await redisCounts(), createMemoryStore());
  expect(await store.take('away', limit, NOW)).toBe(0);
  await redis.stop();
  for (let i = 0; i < 3; i++) expect(await store.take('away', limit, NOW)).toBe(0);
  expect(await store.take('away', limit, NOW)).toBe(20_000);
  await redis.start();
  await vi.waitFor(async () => expect(await store.take('away', limit, later(1))).toBe(0), {
    timeout: 20_000,
    interval: 100,
  });
});

test('a table that is away fails no request', async () => {
  const broken: SharedCounts = {
    take: () => Promise.reject(new Error('no')),
    close: async () => undefined,
  };
  const store = createLeasingStore(broken, createMemoryStore());
  for (let i = 0; i < 3; i++) expect(await store.take('x', limit, NOW)).toBe(0);
  expect(await store.take('x', limit, NOW)).toBe(20_000);
});

test('whom nothing keeps waiting is forgotten', async () => {
  await createPostgresCounts(database).take('idle', limit, 1, later(-3_600_000));
  await deleteIdleCounts(database.client, NOW, 1_000);
  const rows = await database.client.rateLimitCount.findMany({ where: { key: 'idle' } });
  expect(rows).toEqual([]);
});
