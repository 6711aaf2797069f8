import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import { InvalidInputError } from '../errors/index.ts';
import { silentLogger } from '../logging/index.ts';
import { deferred } from '../testing/deferred.ts';
import { createJobs, type JobDefinition, type Jobs } from './index.ts';

let testDatabase: TestDatabase;
let database: Database;
const running: Jobs[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url });
});
afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop(1_000);
  await database.close();
  await testDatabase.drop();
});

async function start(definition: JobDefinition<{ n: number }>, work = true): Promise<Jobs> {
  const jobs = createJobs(database, silentLogger);
  running.push(jobs);
  jobs.register(definition);
  await jobs.start({ work });
  return jobs;
}

const queued = async (name: string) =>
  database.client.$queryRaw<{ state: string; data: unknown }[]>`
    SELECT state::text, data FROM pgboss.job WHERE name = ${name} ORDER BY data->>'n'`;

test('a job exists exactly when the change that it belongs to does', async () => {
  const jobs = await start({ name: 'test', handler: async () => undefined }, false);
  const undone = database.transaction(async (tx) => {
    await jobs.enqueue(tx, 'test', { n: 1 });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await queued('test')).toEqual([]);
  await database.transaction((tx) => jobs.enqueue(tx, 'test', { n: 2 }));
  expect(await queued('test')).toEqual([{ state: 'created', data: { n: 2 } }]);
});

test('a job is handled once, by one of the workers', async () => {
  const handled: number[] = [];
  const definition = {
    name: 'test',
    handler: async ({ n }: { n: number }) => {
      handled.push(n);
    },
  };
  const jobs = await start(definition);
  await start(definition);
  const numbers = Array.from({ length: 20 }, (_, i) => i);
  await database.transaction(async (tx) => {
    for (const n of numbers) await jobs.enqueue(tx, 'test', { n });
  });
  await vi.waitFor(() => expect(handled.toSorted((a, b) => a - b)).toEqual(numbers), { timeout: 25_000 });
});

test('a failed job is tried again, and a job that always fails ends among the dead letters', async () => {
  const attempts: number[] = [];
  const jobs = await start({
    name: 'test',
    retryLimit: 1,
    retryDelaySeconds: 0,
    handler: async ({ n }) => {
      attempts.push(n);
      if (n === 1 || attempts.filter((each) => each === n).length === 1) throw new Error(`failed ${n}`);
    },
  });
  await database.transaction(async (tx) => {
    await jobs.enqueue(tx, 'test', { n: 1 });
    await jobs.enqueue(tx, 'test', { n: 2 });
  });
  await vi.waitFor(
    async () => {
      expect(await queued('test.dead')).toMatchObject([{ data: { n: 1 } }]);
      expect((await queued('test')).map(({ state }) => state)).toEqual(['failed', 'completed']);
    },
    { timeout: 25_000 },
  );
  expect(attempts.toSorted()).toEqual([1, 1, 2, 2]);
});

test('what the error table calls hopeless is not tried again', async () => {
  let attempts = 0;
  const jobs = await start({
    name: 'test',
    retryLimit: 5,
    retryDelaySeconds: 0,
    handler: async () => {
      attempts++;
      throw new InvalidInputError('n', 'another');
    },
  });
  await database.transaction((tx) => jobs.enqueue(tx, 'test', { n: 1 }));
  await vi.waitFor(async () => expect(await queued('test.dead')).toMatchObject([{ data: { n: 1 } }]), {
    timeout: 25_000,
  });
  expect(attempts).toBe(1);
});

test('a job waits for its instant', async () => {
  const jobs = await start({ name: 'test', handler: async () => undefined });
  const startAfter = new Date(Date.now() + 3_600_000);
  await database.transaction(async (tx) => {
    await jobs.enqueue(tx, 'test', { n: 1 }, { startAfter });
    await jobs.enqueue(tx, 'test', { n: 2 });
  });
  await vi.waitFor(
    async () =>
      expect(await queued('test')).toEqual([
        { state: 'created', data: { n: 1 } },
        { state: 'completed', data: { n: 2 } },
      ]),
    { timeout: 25_000 },
  );
});

test('stopping lets a running job finish', async () => {
  const begun = deferred();
  const finish = deferred();
  const jobs = await start({
    name: 'test',
    handler: async () => {
      begun.resolve();
      await finish.promise;
    },
  });
  await database.transaction((tx) => jobs.enqueue(tx, 'test', { n: 1 }));
  await begun.promise;
  const stopped = jobs.stop(20_000);
  finish.resolve();
  await stopped;
  expect(await queued('test')).toMatchObject([{ state: 'completed' }]);
});

test('a job that does not finish in time is told so, and goes to another worker', async () => {
  const begun = deferred();
  const told = deferred();
  const definition = { name: 'test', retryDelaySeconds: 0 };
  const jobs = await start({
    ...definition,
    handler: async (_, { signal }) => {
      signal.addEventListener('abort', () => told.resolve());
      begun.resolve();
      await new Promise(() => undefined);
    },
  });
  await database.transaction((tx) => jobs.enqueue(tx, 'test', { n: 1 }));
  await begun.promise;
  await jobs.stop(1_000);
  await told.promise;
  await start({ ...definition, handler: async () => undefined });
  await vi.waitFor(async () => expect(await queued('test')).toMatchObject([{ state: 'completed' }]), {
    timeout: 25_000,
  });
});

test('a schedule is kept once, however many processes start with it', async () => {
  const definition = { name: 'test', cron: '*/2 * * * *', handler: async () => undefined };
  await start(definition);
  await start(definition);
  const schedules = await database.client.$queryRaw`SELECT name, cron FROM pgboss.schedule`;
  expect(schedules).toEqual([{ name: 'test', cron: '*/2 * * * *' }]);
});

test('a name is registered once', async () => {
  const jobs = await start({ name: 'test', handler: async () => undefined }, false);
  expect(() => jobs.register({ name: 'test', handler: async () => undefined })).toThrow('twice');
});
