import { type MongoSimulator, startMongo } from '@charmbills/sandbox';
import { Decimal128, Double, Long, ObjectId } from 'bson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSource } from './open-source.ts';
import { useMigration } from './testing.ts';

const migration = useMigration();
const ROWS = 2_500;
const AMOUNTS = [new Double(1.25), Long.fromNumber(3), Decimal128.fromString('0.5'), '2.75'];
let mongo: MongoSimulator;
beforeAll(async () => {
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    _id: new ObjectId(i.toString(16).padStart(24, '0')),
    user_id: `user_${i}`,
    currency: 'EUR',
    available_balance: AMOUNTS[i % AMOUNTS.length],
    locked_balance: 0,
  }));
  mongo = await startMongo({
    shop: { internal_balances: rows.toReversed(), savings_balances: [], orders: [{ _id: 1 }] },
    other: { orders: [{ _id: 1 }] },
  });
});
afterAll(() => mongo.close());

test('a running MongoDB is read through the driver, every document once', async () => {
  const source = await openSource(`${mongo.url}/shop?appName=test`, undefined);
  await source.close();
  expect(source.collections).toEqual(['internal_balances', 'savings_balances']);
  expect(source.description).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/shop$/);
  const { byCollection, problems } = await migration.migrate(`${mongo.url}/shop`, { batch: 1_000 });
  expect(problems).toEqual([]);
  expect(byCollection).toMatchObject([
    { collection: 'internal_balances', currency: 'EUR', posted: { rows: BigInt(ROWS), amount: 468_750n } },
  ]);
  expect(mongo.commands.filter((name) => name === 'getMore').length).toBeGreaterThanOrEqual(2);
  expect(mongo.openCursors).toBe(0);
});

test('a connection that breaks while documents are read ends the run, and nothing is posted', async () => {
  const before = await migration.written();
  mongo.breakAt('getMore');
  await expect(migration.migrate(`${mongo.url}/shop`)).rejects.toMatchObject({ code: 'SOURCE_BROKEN' });
  expect(await migration.written()).toEqual(before);
});

test('what cannot be read is said, without the password', async () => {
  await expect(openSource(mongo.url, undefined)).rejects.toMatchObject({
    message: 'name the database with --db',
  });
  await expect(openSource(mongo.url, 'other')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  const refused = openSource('mongodb://ann:secret@127.0.0.1:1/shop?serverSelectionTimeoutMS=200', undefined);
  await expect(refused).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
    message: expect.not.stringContaining('secret'),
  });
  await expect(openSource('mongodb://%%%/shop', undefined)).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
  });
});
