import { createTestDatabase } from '@charmbills/ops/testing';
import { expect, test } from 'vitest';
import { createMetrics } from '../metrics/index.ts';
import { openDatabase } from './index.ts';

test('every statement is timed by its kind, whichever way it is asked; failures are counted by class', async () => {
  const testDatabase = await createTestDatabase();
  const metrics = createMetrics();
  const database = openDatabase({ url: testDatabase.url, metrics });
  await database.client.$queryRaw`SELECT 1`;
  await database.pool.query('  select 2');
  await new Promise((resolve) => database.pool.query('SELECT 3', resolve));
  await database.transaction((tx) => tx.$executeRaw`DELETE FROM events`);
  await database.pool.query('WITH x AS (SELECT 1) SELECT * FROM x');
  await expect(database.pool.query('SELECT nothing')).rejects.toThrow('nothing');
  await expect(database.pool.query('LISTEN "')).rejects.toThrow();
  await database.close();
  await testDatabase.drop();

  const counts = new Map<unknown, number>();
  for (const { metricName, labels, value } of (await metrics.queryDuration.get()).values) {
    if (metricName?.endsWith('_count')) counts.set(labels.statement, value);
  }
  expect(counts.get('select')).toBe(4);
  expect(counts.get('delete')).toBe(1);
  expect(counts.get('with')).toBe(1);
  expect(counts.get('transaction')).toBe(2);
  const errors = (await metrics.queryErrors.get()).values;
  expect(errors).toEqual([{ labels: { class: '42' }, value: 2 }]);
});
