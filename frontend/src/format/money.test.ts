import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, parseMoney, toDecimal } from './money.ts';

const BTC = { code: 'BTC', decimals: 8 };

test.each([
  ['50000', BTC, '50,000 sat'],
  ['1000000', BTC, '0.01 BTC'],
  ['123456789', BTC, '1.23456789 BTC'],
  ['-2500', BTC, '-2,500 sat'],
  ['1250', { code: 'USD', decimals: 2 }, '$12.50'],
  ['12500000', { code: 'USDC', decimals: 6 }, '12.50 USDC'],
  ['90071992547409930000000001', { code: 'ETH', decimals: 18 }, '90,071,992.547409930000000001 ETH'],
])('%s of %o reads %s', (amount, currency, text) => {
  expect(formatMoney(amount, currency, 'en')).toBe(text);
});

test('what is written in whole units is read back to the smallest unit', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), fc.nat(18), (amount, decimals) => {
      fc.pre(amount < 10n ** BigInt(20 + decimals));
      expect(parseMoney(toDecimal(amount, decimals), decimals)).toBe(amount);
    }),
  );
});

test.each([
  ['1,234', 2, 123_400n],
  ['1,234,567', 8, 123_456_700_000_000n],
  ['1,234.5', 8, 123_450_000_000n],
  [' 12. ', 2, 1_200n],
])('%s of %i decimals is %s', (text, decimals, amount) => {
  expect(parseMoney(text, decimals)).toBe(amount);
});

test.each([
  ['0,5', 8],
  ['0,015', 8],
  ['1,500', 8],
  ['1,5', 2],
  ['12,50', 2],
  ['1,2345', 6],
  ['1234,567', 6],
  ['1.234,50', 2],
  [',5', 2],
])('a comma for the point is not read as another amount: %s of %i decimals', (text, decimals) => {
  expect(parseMoney(text, decimals)).toBeUndefined();
});

test.each(['', '-1', '1e3', '0.001', 'abc', '1.2.3'])('%j is no amount of cents', (text) => {
  expect(parseMoney(text, 2)).toBeUndefined();
});
