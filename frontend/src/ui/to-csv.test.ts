import { expect, test } from 'vitest';
import { toCsv } from './to-csv.ts';

test('quotes, line breaks and commas are kept; formulas are texts; numbers stay numbers', () => {
  expect(
    toCsv([
      ['a "b"', 'c,d', 'e\nf'],
      ['=1+1', '-5', '@x'],
    ]),
  ).toBe('"a ""b""","c,d","e\nf"\r\n\'=1+1,-5,\'@x\r\n');
});
