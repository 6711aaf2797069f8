import { expect, test } from 'vitest';
import { benchRow, formatReport } from './report.ts';

test('the ratio is the value over the reference', () => {
  expect(benchRow('a', 'ops/s', 30, 20).ratio).toBe(1.5);
});

test('the table shows every case with its reference beside it', () => {
  const table = formatReport({
    name: 'demo',
    rows: [benchRow('first', 'ops/s', 12345.6, 1000), benchRow('second case', 'ms', 0.01234, 2)],
  });
  expect(table.split('\n')).toEqual([
    'demo',
    'case         unit    value  reference    ratio',
    '----------------------------------------------',
    'first        ops/s  12,346      1,000  12.35 x',
    'second case  ms     0.0123          2   0.01 x',
  ]);
});
