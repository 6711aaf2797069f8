import fc from 'fast-check';
import { Kind } from 'graphql';
import { expect, test } from 'vitest';
import { Amount } from './scalars.ts';

test('amounts of up to 38 digits survive the wire exactly', () => {
  const limit = 10n ** 38n - 1n;
  fc.assert(
    fc.property(fc.bigInt(-limit, limit), (amount) => {
      expect(Amount.parseValue(Amount.serialize(amount))).toBe(amount);
    }),
  );
});

test.each([1, 1.5, '1.5', '01', '', ' 1', '1e3', '0x10', '-0', '1'.repeat(39), null, {}, true])(
  'the value %j is no amount',
  (value) => {
    expect(() => Amount.parseValue(value)).toThrow('decimal string');
  },
);

test('a literal may be a string or an integer, both exact, and not a float', () => {
  const past2To53 = '9007199254740993';
  expect(Amount.parseLiteral({ kind: Kind.STRING, value: past2To53 })).toBe(9_007_199_254_740_993n);
  expect(Amount.parseLiteral({ kind: Kind.INT, value: past2To53 })).toBe(9_007_199_254_740_993n);
  expect(() => Amount.parseLiteral({ kind: Kind.FLOAT, value: '1.5' })).toThrow('decimal string');
});

test('a number that slipped into code is not sent as an amount', () => {
  expect(() => Amount.serialize(5)).toThrow(TypeError);
});
