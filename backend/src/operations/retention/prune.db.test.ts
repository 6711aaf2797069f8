import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../platform/database/index.ts';
import { prune } from './prune.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const clock = { now: () => NOW };
let database: Database;
let drop: () => Promise<void>;

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = openDatabase({ url: created.url });
  const event = (createdAt: Date, dispatchedAt: Date | null) => ({
    type: 'test',
    subjectId: 'x',
    data: {},
    createdAt,
    dispatchedAt,
  });
  await database.client.event.createMany({
    data: [
      ...Array.from({ length: 5 }, () => event(daysAgo(100), daysAgo(100))),
      event(daysAgo(100), null),
      event(daysAgo(89), daysAgo(89)),
    ],
  });
});
afterAll(async () => {
  await database.close();
  await drop();
});

const left = () => database.client.event.count();

test('a dry run counts and removes nothing', async () => {
  const pruned = await prune({ database, clock }, { dryRun: true });
  expect(pruned.find(({ table }) => table === 'events')).toEqual({ table: 'events', keptDays: 90, rows: 5 });
  expect(await left()).toBe(7);
});

test('what is over goes in batches; what is not dispatched yet stays however old', async () => {
  const pruned = await prune({ database, clock }, { batch: 2 });
  expect(pruned.map(({ table, rows }) => [table, rows])).toEqual([
    ['events', 5],
    ['emails', 0],
    ['chain_disconnects', 0],
  ]);
  expect(await left()).toBe(2);
});
