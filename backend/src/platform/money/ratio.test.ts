import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareRatios,
  divideRounded,
  invertRatio,
  meanOfRatios,
  multiplyRatios,
  ratio,
  ratioFromDecimal,
} from './ratio.ts';

const positive = fc.bigInt({ min: 1n, max: 10n ** 30n });
const ratios = fc.tuple(positive, positive).map(([numerator, denominator]) => ratio(numerator, denominator));

test('decimal text becomes exactly that fraction, in lowest terms', () => {
  expect(ratioFromDecimal('67187.3358936566')).toEqual({
    numerator: 335_936_679_468_283n,
    denominator: 5_000_000_000n,
  });
  expect(ratioFromDecimal('2.5e-7')).toEqual({ numerator: 1n, denominator: 4_000_000n });
  expect(ratioFromDecimal('1e3')).toEqual({ numerator: 1_000n, denominator: 1n });
});

test.each(['0', '-1', '0.000', 'abc'])('%j is no ratio', (text) => {
  expect(() => ratioFromDecimal(text)).toThrow(RangeError);
});

test('a ratio times its inverse is one, and inverting twice changes nothing', () => {
  fc.assert(
    fc.property(ratios, (a) => {
      expect(multiplyRatios(a, invertRatio(a))).toEqual({ numerator: 1n, denominator: 1n });
      expect(invertRatio(invertRatio(a))).toEqual(a);
    }),
  );
});

test('the mean lies between, and the order is that of the numbers', () => {
  fc.assert(
    fc.property(ratios, ratios, (a, b) => {
      const [low, high] = compareRatios(a, b) <= 0 ? [a, b] : [b, a];
      const mean = meanOfRatios(a, b);
      expect(compareRatios(low, mean)).toBeLessThanOrEqual(0);
      expect(compareRatios(mean, high)).toBeLessThanOrEqual(0);
      expect(compareRatios(a, b)).toBe(-compareRatios(b, a) || 0);
    }),
  );
});

test('rounding is off by less than one unit, to the side that was asked for', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), positive, (numerator, denominator) => {
      const down = divideRounded(numerator, denominator, 'down');
      const up = divideRounded(numerator, denominator, 'up');
      const even = divideRounded(numerator, denominator, 'half-even');
      expect(down * denominator <= numerator && numerator < (down + 1n) * denominator).toBe(true);
      expect(up - down).toBe(numerator % denominator === 0n ? 0n : 1n);
      const error = even * denominator - numerator;
      expect(2n * (error < 0n ? -error : error) <= denominator).toBe(true);
    }),
  );
});

test.each([
  [5n, 2n, 2n],
  [7n, 2n, 4n],
  [1n, 2n, 0n],
  [3n, 2n, 2n],
])('%i / %i is a tie and goes to the even %i', (numerator, denominator, expected) => {
  expect(divideRounded(numerator, denominator, 'half-even')).toBe(expected);
});

test('what is not a fraction of money is refused', () => {
  expect(() => divideRounded(-1n, 2n, 'down')).toThrow(RangeError);
  expect(() => divideRounded(1n, 0n, 'down')).toThrow(RangeError);
});
