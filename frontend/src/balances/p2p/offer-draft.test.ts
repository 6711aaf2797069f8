import { expect, test } from 'vitest';
import { parseMargin, parseMethods, parsePrice } from './offer-draft.ts';

test.each([
  ['0', 0],
  ['-0.5', -50],
  ['+1,25', 125],
  ['50', 5_000],
  ['2 %', 200],
])('%j above the market is %i', (text, bps) => {
  expect(parseMargin(text)).toBe(bps);
});

test.each(['', '50.01', '1.234', '--1', 'x'])('%j is no margin', (text) => {
  expect(parseMargin(text)).toBeUndefined();
});

test.each([
  ['58,000.50', '58000.50'],
  [' 1 ', '1'],
  ['0.000000000001', '0.000000000001'],
])('%j is a price', (text, price) => {
  expect(parsePrice(text)).toBe(price);
});

test.each(['0', '0.00', '', '-1', '1e3', '1.0000000000001'])('%j is no price', (text) => {
  expect(parsePrice(text)).toBeUndefined();
});

test('ways to be paid are read line by line', () => {
  expect(parseMethods(' SEPA\n\nCash \nSEPA')).toEqual(['SEPA', 'Cash']);
});
