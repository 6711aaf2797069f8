import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../platform/database/index.ts';
import { LimitExceededError } from '../compliance.errors.ts';
import { upsertLimit } from './limits.repository.ts';
import { giveBackLimit, useLimit } from './use-limit.ts';

let database: Database;
let drop: () => Promise<void>;
const now = new Date('2026-03-01T10:00:00Z');

beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = openDatabase({ url: created.url });
  await upsertLimit(database.client, { operation: 'swap', currency: 'USD', perOnce: 60n, perDay: 100n });
});
afterAll(async () => {
  await database.close();
  await drop();
});

let keys = 0;
function use(person: string, amount: bigint, { at = now, key = `k${++keys}`, currency = 'USD' } = {}) {
  return database.transaction((tx) =>
    useLimit(tx, at, { key, personId: person, operation: 'swap', currency, amount }),
  );
}

test('at once, and within any 24 hours', async () => {
  await expect(use('a', 61n)).rejects.toThrow(LimitExceededError);
  await use('a', 60n);
  await expect(use('a', 41n)).rejects.toMatchObject({ facts: { period: 'day', limit: '100', left: '40' } });
  await use('a', 40n);
  await use('b', 60n);
  await use('a', 60n, { currency: 'EUR' });
  await use('a', 60n, { at: new Date(now.getTime() + 24 * 3_600_000) });
});

test('the same is counted once, and what came to nothing is given back', async () => {
  await use('c', 60n, { key: 'same' });
  await use('c', 60n, { key: 'same' });
  await use('c', 40n);
  await database.transaction((tx) => giveBackLimit(tx, 'same'));
  await use('c', 60n);
});

test('many at once do not slip past', async () => {
  const done = await Promise.allSettled(Array.from({ length: 8 }, () => use('d', 30n)));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});
