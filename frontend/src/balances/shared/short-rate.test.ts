import { expect, test } from 'vitest';
import { shortRate } from './short-rate.ts';

test.each([
  ['60123.456789012', '60123.456'],
  ['1', '1'],
  ['1.000000000000000000', '1'],
  ['0.000016666666666666', '0.000016666666'],
  ['123456789.5', '123456789'],
  ['0.5', '0.5'],
])('%s is shown as %s', (decimal, short) => {
  expect(shortRate(decimal)).toBe(short);
});
