import { Decimal128, ObjectId } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalFromUnits, unitsFromDecimal } from '../../../backend/src/platform/money/index.ts';
import { readAmount } from './read-amount.ts';

const decimals = fc.integer({ min: 0, max: 18 });
const units = fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n });

test('text and Decimal128 are read to the last unit', () => {
  fc.assert(
    fc.property(units, decimals, (amount, places) => {
      const text = decimalFromUnits(amount, places);
      expect(readAmount(text, places)).toEqual({ units: amount });
      expect(readAmount(Decimal128.fromString(text), places)).toEqual({ units: amount });
    }),
  );
});

test('whole numbers are read as so many whole units of the currency', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }), decimals, (whole, places) => {
      const expected = { units: whole * 10n ** BigInt(places) };
      expect(readAmount(whole, places)).toEqual(expected);
      expect(readAmount(Number(whole), places)).toEqual(expected);
    }),
  );
});

test('a double is its shortest decimal: what fits is exact, what is finer is an artefact, nothing is rounded', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e11, max: 1e11 }),
      decimals,
      (value, places) => {
        const { units: read, problem } = readAmount(value, places);
        if (read === undefined) {
          expect(problem).toBe('float_artefact');
          expect(() => unitsFromDecimal(String(value), places)).toThrow();
        } else {
          expect(read).toBe(unitsFromDecimal(String(value), places));
          expect(Number(decimalFromUnits(read, places))).toBe(value === 0 ? 0 : value);
        }
      },
    ),
  );
});

test('a double with no more digits than it can hold comes back as it was written', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
      fc.integer({ min: 0, max: 8 }),
      (amount, places) => {
        expect(readAmount(Number(decimalFromUnits(amount, places)), places)).toEqual({ units: amount });
      },
    ),
  );
});

test.each<[string, unknown, number, bigint]>([
  ['a satoshi', 1e-8, 8, 1n],
  ['negative zero', -0, 8, 0n],
  ['an exponent', Decimal128.fromString('15E+2'), 2, 150_000n],
  ['zeros behind', '1.5000000000000000000000', 1, 15n],
  ['zero with an exponent', Decimal128.fromString('0E-6176'), 8, 0n],
  ['the largest', '999999999999.999999999999999999', 18, 10n ** 30n - 1n],
])('%s is read', (_, value, places, expected) => {
  expect(readAmount(value, places)).toEqual({ units: expected });
});

test.each<[unknown, number, string]>([
  [0.1 + 0.2, 8, 'float_artefact'],
  [1.005, 2, 'float_artefact'],
  ['0.000000001', 8, 'too_fine'],
  [Decimal128.fromString('1E-6176'), 18, 'too_fine'],
  [1e300, 8, 'too_large'],
  [Decimal128.fromString('9.9E+6144'), 8, 'too_large'],
  ['1000000000000', 18, 'too_large'],
  [Number.NaN, 8, 'not_a_number'],
  [Number.NEGATIVE_INFINITY, 8, 'not_a_number'],
  [Decimal128.fromString('NaN'), 8, 'not_a_number'],
  [Decimal128.fromString('-Infinity'), 8, 'not_a_number'],
  ['', 8, 'not_a_number'],
  ['1,5', 8, 'not_a_number'],
  [' 1', 8, 'not_a_number'],
  ['0x10', 8, 'not_a_number'],
  ['٣', 8, 'not_a_number'],
  ['1'.repeat(101), 8, 'not_a_number'],
  [null, 8, 'not_a_number'],
  [true, 8, 'not_a_number'],
  [new Date(0), 8, 'not_a_number'],
  [new ObjectId('0123456789abcdef01234567'), 8, 'not_a_number'],
  [{ $numberDecimal: '1' }, 8, 'not_a_number'],
])('%s with %i decimals is %s', (value, places, problem) => {
  expect(readAmount(value, places)).toEqual({ problem });
});
