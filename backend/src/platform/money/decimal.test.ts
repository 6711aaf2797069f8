import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalFromUnits, unitsFromDecimal } from './decimal.ts';

const decimals = fc.integer({ min: 0, max: 18 });

test('every amount survives both ways, to the last unit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), decimals, (units, places) => {
      expect(unitsFromDecimal(decimalFromUnits(units, places), places)).toBe(units);
    }),
  );
});

test('an exponent moves the point and nothing else', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), decimals, (units, places) => {
      expect(unitsFromDecimal(`${units}e-${places}`, places)).toBe(units);
      expect(unitsFromDecimal(`${units}E+${places}`, 0)).toBe(units * 10n ** BigInt(places));
    }),
  );
});

test.each([
  ['0.00000001', 8, 1n],
  ['1e-8', 8, 1n],
  ['1.5e-7', 8, 15n],
  ['1.10', 2, 110n],
  ['1.1000000', 2, 110n],
  ['3999.5', 2, 399_950n],
  ['0.1702', 18, 170_200_000_000_000_000n],
  ['123456789.123456789012345678', 18, 123_456_789_123_456_789_012_345_678n],
  ['-0.5', 1, -5n],
  ['007', 0, 7n],
] as const)('%s with %i decimals is %i units', (text, places, units) => {
  expect(unitsFromDecimal(text, places)).toBe(units);
});

test.each([
  ['1e-9', 8],
  ['0.005', 2],
  ['1.000000000000000001', 17],
  ['0.30000000000000004', 6],
])('%s is finer than %i decimals and is refused, not rounded', (text, places) => {
  expect(() => unitsFromDecimal(text, places)).toThrow(/finer/);
});

test.each([
  '',
  '.5',
  '5.',
  '+1',
  ' 1',
  '1,0',
  '0x1',
  'NaN',
  'Infinity',
  '1e61',
  '1e-61',
  '1e',
  '1'.repeat(61),
])('%j is no amount', (text) => {
  expect(() => unitsFromDecimal(text, 8)).toThrow(RangeError);
});
