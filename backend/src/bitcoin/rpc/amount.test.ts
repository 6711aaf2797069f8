import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalFromSats, satsFromDecimal } from './amount.ts';

const MAX_SATS = 2_100_000_000_000_000n;

test('every amount there can be survives both ways', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -MAX_SATS, max: MAX_SATS }), (sats) => {
      expect(satsFromDecimal(decimalFromSats(sats))).toBe(sats);
    }),
  );
});

test('fewer decimals than 8 mean zeros, as in JSON', () => {
  expect(satsFromDecimal('1')).toBe(100_000_000n);
  expect(satsFromDecimal('0.1')).toBe(10_000_000n);
  expect(satsFromDecimal('20999999.9769')).toBe(2_099_999_997_690_000n);
  expect(satsFromDecimal('-0.00000001')).toBe(-1n);
});

test.each(['', '.1', '1.', '1e-8', '0.123456789', '+1', ' 1', '1,0', '0x1', 'NaN', '99999999999'])(
  'refuses %j',
  (text) => {
    expect(() => satsFromDecimal(text)).toThrow(RangeError);
  },
);
