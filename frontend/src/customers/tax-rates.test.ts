import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDraftTax, toTaxRate } from './tax-rates.ts';

test('a rate is written in percent', () => {
  const rate = { name: 'VAT', ratePpm: 77_000, included: true };
  expect(toDraftTax(rate, 0).percent).toBe('7.7');
  expect(toDraftTax({ ...rate, ratePpm: 200_000 }, 0).percent).toBe('20');
  expect(toDraftTax({ ...rate, ratePpm: 0 }, 0).percent).toBe('0');
});

test('every rate is read back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.boolean(), (ratePpm, included) => {
      const rate = { name: 'VAT', ratePpm, included };
      expect(toTaxRate(toDraftTax(rate, 0))).toEqual(rate);
    }),
  );
});

test.each([{ name: ' ' }, { percent: '' }, { percent: '101' }, { percent: '1.23456' }, { percent: '-3' }])(
  '%o is no tax',
  (change) => {
    expect(toTaxRate({ key: 0, name: 'VAT', percent: '19', included: false, ...change })).toBeUndefined();
  },
);
