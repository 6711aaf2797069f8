import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMoney } from '../format/money.ts';
import { toDraftLine, toItem } from './draft-lines.ts';

const format = { parse: (text: string) => parseMoney(text, 2) };
const line = { key: 1, description: 'Consulting', quantity: '2', unitAmount: '12.50' };

test('a line is its description, quantity and price in the smallest unit', () => {
  expect(toItem(line, 'USD', format)).toEqual({ description: 'Consulting', quantity: 2, unitAmount: '1250' });
});

test('below zero is a deduction', () => {
  expect(toItem({ ...line, unitAmount: '-3' }, 'USD', format)?.unitAmount).toBe('-300');
});

test.each([
  { description: '  ' },
  { quantity: '0' },
  { quantity: '1.5' },
  { unitAmount: '' },
  { unitAmount: '0' },
  { unitAmount: '1.234' },
  { unitAmount: '--1' },
])('%o is no line', (change) => {
  expect(toItem({ ...line, ...change }, 'USD', format)).toBeUndefined();
});

test('what stands on an invoice is typed as it was', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 12n), 10n ** 12n).filter((amount) => amount !== 0n),
      fc.integer({ min: 1, max: 999_999 }),
      (amount, quantity) => {
        const item = { description: 'x', quantity, unitAmount: String(amount) };
        expect(toItem(toDraftLine(item, 0, 2), 'USD', format)).toEqual(item);
      },
    ),
  );
});
