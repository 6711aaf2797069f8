import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import { IdempotencyKeyReusedError, InvalidInputError } from '../errors/index.ts';
import { once } from './once.ts';

let database: Database;
let drop: () => Promise<void>;
const now = new Date('2026-03-01T10:00:00Z');

beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = openDatabase({ url: created.url });
});
afterAll(async () => {
  await database.close();
  await drop();
});

let made = 0;
const ask = (key: string, input: Record<string, unknown> = { amount: 1n, to: 'x' }, ownerId = 'person_1') =>
  database.transaction((tx) =>
    once(tx, now, { ownerId, key, operation: 'thing.make', input }, async () => `thing_${++made}`),
  );

test('the same request gets the same answer, in whatever order its fields come', async () => {
  const first = await ask('k1');
  expect(first.replayed).toBe(false);
  expect(await ask('k1', { to: 'x', amount: 1n })).toEqual({ id: first.id, replayed: true });
  expect((await ask('k1', undefined, 'person_2')).id).not.toBe(first.id);
});

test('another request under the same key is refused, and an unusable key named', async () => {
  await ask('k2');
  await expect(ask('k2', { amount: 2n, to: 'x' })).rejects.toThrow(IdempotencyKeyReusedError);
  await expect(ask('')).rejects.toThrow(InvalidInputError);
  await expect(ask('x'.repeat(101))).rejects.toThrow(InvalidInputError);
});

test('many at once do the work once', async () => {
  const before = made;
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('k3')));
  expect(made - before).toBe(1);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
});

test('what fails leaves the key free', async () => {
  const failing = database.transaction((tx) =>
    once(tx, now, { ownerId: 'p', key: 'k4', operation: 'thing.make', input: {} }, async () => {
      throw new Error('no');
    }),
  );
  await expect(failing).rejects.toThrow('no');
  expect((await ask('k4', {}, 'p')).replayed).toBe(false);
});
