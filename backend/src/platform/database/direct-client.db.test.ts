import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, databaseErrorOf, openDatabase, Prisma, type Tx } from './index.ts';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const AT = new Date('2026-05-01T10:00:00.120Z');
const BYTES = new Uint8Array([0, 255, 10]);

/** One of each type that a statement may answer with, and of each kind of parameter. */
const everything = (tx: Tx) => tx.$queryRaw<Record<string, unknown>[]>`
  SELECT 7::int2 AS i2, 7 AS i4, 9007199254740993::int8 AS i8, 1.5::float8 AS f8, ${10n ** 37n}::numeric AS n,
    12.340::numeric AS fraction, true AS b, 'text' AS t, ${'x'}::text AS p, ${AT}::timestamptz AS at, ${AT}::timestamptz::date AS day,
    timestamp '2026-05-01 10:00:00.5' AS local, timestamptz '2026-05-01 12:00:00+02' AS whole,
    '{"a":[1,null]}'::jsonb AS j, '[1]'::json AS js, ${BYTES}::bytea AS bytes, NULL::int8 AS none,
    ARRAY[1,2]::int4[] AS i4s, ARRAY[1,NULL]::int8[] AS i8s, ARRAY[1.5]::numeric[] AS ns, ${['a"b', 'c,d']}::text[] AS ts,
    ${[AT]}::timestamptz[] AS ats, ARRAY['{"a":1}']::jsonb[] AS js2, 'mer'::name AS name, '\\x01'::bytea AS one,
    '018f0000-0000-7000-8000-000000000000'::uuid AS uuid, ${null}::text AS nothing, ${true} AS flag, ${5} ::int AS five,
    ${new Prisma.Decimal('1.25')}::numeric AS decimal, ${[1n, 2n]}::int8[] AS big, '{}'::text[] AS empty`;

test('a statement outside a transaction answers as one within, type for type', async () => {
  const within = await database.transaction(everything);
  const outside = await everything(database.client);
  expect(outside).toEqual(within);
  for (const [name, value] of Object.entries(within[0] ?? {})) {
    expect([name, outside[0]?.[name]?.constructor]).toEqual([name, value?.constructor]);
  }
});

test('an instant is the same in a process of another time zone', async () => {
  const zone = process.env.TZ;
  process.env.TZ = 'Pacific/Auckland';
  try {
    const [row] = await database.client.$queryRaw<{ at: Date; day: Date }[]>`
      SELECT ${AT}::timestamptz AS at, ${AT}::date AS day`;
    expect(row).toEqual({ at: AT, day: new Date('2026-05-01T00:00:00Z') });
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('composed statements keep their parameters in order', async () => {
  const condition = Prisma.sql`${2}::int + ${3}::int`;
  const rows = await database.client.$queryRaw`SELECT ${1}::int AS a, ${condition} AS b, ${'z'} AS c`;
  expect(rows).toEqual([{ a: 1, b: 5, c: 'z' }]);
});

test('what PostgreSQL refuses is known by its code', async () => {
  const failing = database.client.$queryRaw`SELECT 1 / ${0}::int`;
  const error = await failing.catch((reason: unknown) => reason);
  expect(databaseErrorOf(error)?.code).toBe('22012');
});

test('a transaction that is undone takes its raw statements with it', async () => {
  await database.client.$executeRaw`CREATE TABLE marks (n int)`;
  const undone = database.transaction(async (tx) => {
    await tx.$queryRaw`INSERT INTO marks VALUES (1) RETURNING n`;
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await database.client.$queryRaw`SELECT n FROM marks`).toEqual([]);
});
