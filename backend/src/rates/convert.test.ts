import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invertRatio, ratio, ratioFromDecimal } from '../platform/money/index.ts';
import { convert } from './convert.ts';

const BTC_USD = ratioFromDecimal('67187.3358936566');

test.each([
  ['down', 6_718_733n],
  ['up', 6_718_734n],
  ['half-even', 6_718_734n],
] as const)('one bitcoin in cents, rounded %s', (rounding, cents) => {
  const conversion = { amountUnits: 100_000_000n, ratio: BTC_USD, fromDecimals: 8, toDecimals: 2, rounding };
  expect(convert(conversion)).toBe(cents);
});

test('wei and cents, both ways', () => {
  const usdEth = invertRatio(ratioFromDecimal('2500'));
  expect(convert({ amountUnits: 1n, ratio: usdEth, fromDecimals: 2, toDecimals: 18, rounding: 'down' })).toBe(
    4_000_000_000_000n,
  );
  expect(
    convert({
      amountUnits: 3_999_999_999_999n,
      ratio: invertRatio(usdEth),
      fromDecimals: 18,
      toDecimals: 2,
      rounding: 'down',
    }),
  ).toBe(0n);
});

test('there and back never makes money out of nothing', () => {
  const positive = fc.bigInt({ min: 1n, max: 10n ** 18n });
  const places = fc.integer({ min: 0, max: 18 });
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      positive,
      positive,
      places,
      places,
      (amountUnits, n, d, from, to) => {
        const rate = ratio(n, d);
        const there = convert({
          amountUnits,
          ratio: rate,
          fromDecimals: from,
          toDecimals: to,
          rounding: 'down',
        });
        const back = convert({
          amountUnits: there,
          ratio: invertRatio(rate),
          fromDecimals: to,
          toDecimals: from,
          rounding: 'down',
        });
        expect(back <= amountUnits).toBe(true);
        const asked = convert({
          amountUnits,
          ratio: rate,
          fromDecimals: from,
          toDecimals: to,
          rounding: 'up',
        });
        expect(asked - there <= 1n && asked >= there).toBe(true);
      },
    ),
  );
});
