import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalFromUnits } from '../../platform/money/index.ts';
import { roundedUnitsOf, tickerOf, tickers, unitsOf } from './provider-amount.ts';

test('every amount of every ticker is read back to the last unit', () => {
  fc.assert(
    fc.property(fc.constantFrom(...tickers()), fc.bigInt({ min: 0n, max: 10n ** 38n }), (currency, units) => {
      const decimal = decimalFromUnits(units, tickerOf(currency)?.decimals ?? 0);
      expect(unitsOf({ currency, decimal })).toBe(units);
      expect(roundedUnitsOf({ currency, decimal }, 'down')).toBe(units);
      expect(roundedUnitsOf({ currency, decimal }, 'up')).toBe(units);
    }),
  );
});

test('what JavaScript prints for small amounts is read', () => {
  expect(unitsOf({ currency: 'btc', decimal: '1e-8' })).toBe(1n);
  expect(unitsOf({ currency: 'eth', decimal: '1.5e-17' })).toBe(15n);
});

test.each([
  ['btc', '0.000000001'],
  ['usdttrc20', '0.30000000000000004'],
  ['doge', '1'],
  ['btc', 'NaN'],
])('%s %s is refused, not rounded', (currency, decimal) => {
  expect(() => unitsOf({ currency, decimal })).toThrow(/NOWPAYMENTS_ANSWER_WRONG/);
});

test('estimates are rounded to the side asked for', () => {
  const estimate = { currency: 'usdttrc20', decimal: '1.0000005' };
  expect(roundedUnitsOf(estimate, 'down')).toBe(1_000_000n);
  expect(roundedUnitsOf(estimate, 'up')).toBe(1_000_001n);
  expect(roundedUnitsOf({ currency: 'btc', decimal: '1e2' }, 'up')).toBe(10_000_000_000n);
});
