import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../backup/server.repository.ts';
import { runOps } from '../cli/testing.ts';
import { formatTable } from './format-report.ts';
import { REPORTS, readReport } from './reports.repository.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test.each(Object.entries(REPORTS))('%s can be asked', async (_, report) => {
  const table = await withClient(database.url, (client) => readReport(client, report));
  if (report.needs === undefined) expect(table?.columns.length).toBeGreaterThan(0);
  else expect(table).toBeUndefined();
});

test('a report is columns of text, CSV or JSON', () => {
  const table = {
    columns: ['name', 'n'],
    rows: [
      ['a, b', '1'],
      ['=x', '22'],
    ],
  };
  expect(formatTable(table, 'text')).toBe('name  n\n----  --\na, b  1\n=x    22\n');
  expect(formatTable(table, 'csv')).toBe('name,n\r\n"a, b",1\r\n\'=x,22\r\n');
  expect(JSON.parse(formatTable(table, 'json'))).toEqual([
    { name: 'a, b', n: '1' },
    { name: '=x', n: '22' },
  ]);
});

test('without a name they are listed; an unknown one is refused with the names', async () => {
  const env = { DATABASE_URL: database.url };
  const { code, stdout } = await runOps(['report'], env);
  expect([code, stdout.split('\n').length - 1]).toEqual([0, Object.keys(REPORTS).length]);
  const unknown = await runOps(['report', 'toString'], env);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('plans-by-status');
  const sizes = await runOps(['report', 'table-sizes', '--json'], env);
  expect(JSON.parse(sizes.stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ rows: '0' })]));
  const slow = await runOps(['report', 'slow-queries'], env);
  expect(slow.code).toBe(1);
  expect(slow.stderr).toContain('CREATE EXTENSION pg_stat_statements');
  const vacuum = await runOps(['vacuum-report'], env);
  expect([vacuum.code, vacuum.stdout]).toEqual([0, expect.stringContaining('dead rows')]);
  const dry = await runOps(['prune', '--dry-run'], env);
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('events')]);
});
