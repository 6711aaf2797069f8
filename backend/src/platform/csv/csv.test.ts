import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\r\nlines', '"two\r\nlines"'],
])('the cell %j is written %j', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`);
});

test.each(['=1+1', '+1', '@SUM(A1)', '-2+3', '\tx', '=HYPERLINK("http://a","b")'])(
  '%j runs as no formula',
  (cell) => {
    expect(csvLine([cell]).replace(/^"/, '')).toMatch(/^'/);
  },
);

test.each(['-1', '-0.00000001', '12.50', '0'])('the number %s stays a number', (cell) => {
  expect(csvLine([cell])).toBe(`${cell}\r\n`);
});
