import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from './index.ts';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const server = new pg.Client({ connectionString: testDatabase.url });
  await server.connect();
  await server.query(`ALTER DATABASE ${testDatabase.name} SET TimeZone TO 'Asia/Tokyo'`);
  await server.end();
  database = openDatabase({ url: testDatabase.url });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test('instants are exact whatever the time zone of the database', async () => {
  const createdAt = new Date('2027-01-31T12:00:00.123Z');
  await database.client.merchant.create({ data: { id: 'mer', name: 'Kyoto', createdAt } });
  expect((await database.client.merchant.findUniqueOrThrow({ where: { id: 'mer' } })).createdAt).toEqual(
    createdAt,
  );
  const [row] = await database.client.$queryRaw<{ raw: Date; epoch: number; same: boolean }[]>`
    SELECT created_at AS raw, extract(epoch FROM created_at)::float8 AS epoch,
      created_at = ${createdAt}::timestamptz AS same
    FROM merchants`;
  expect(row).toEqual({ raw: createdAt, epoch: createdAt.getTime() / 1_000, same: true });
});
