import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newInvoice, withTaxes } from './new-invoice.ts';
import { checkTaxes, type TaxRate, taxesOn } from './tax.ts';

const rate = (ratePpm: number, included = false, name = 'VAT'): TaxRate => ({ name, ratePpm, included });

function invoiceOf(...amounts: bigint[]) {
  return newInvoice({
    merchantId: 'mer',
    kind: 'manual',
    customerId: 'cus',
    subscriptionId: null,
    currency: 'EUR',
    lines: amounts.map((amount) => ({
      kind: 'item',
      description: 'x',
      quantity: 1,
      unitAmount: amount,
      amount,
    })),
    periods: 0,
    dueAt: new Date(0),
    toleranceBps: 100,
  });
}

test.each([
  [10_000n, rate(190_000), 1_900n],
  [50n, rate(50_000), 2n], // 2.5: half to even
  [70n, rate(50_000), 4n], // 3.5: half to even
  [11_900n, rate(190_000, true), 1_900n],
  [1n, rate(190_000, true), 0n],
  [0n, rate(190_000), 0n],
])('the tax on %i at %j is %i', (sum, tax, amount) => {
  expect(taxesOn(sum, [tax])).toEqual([{ ...tax, amount }]);
});

test('taxes on top are of the net amount that prices with other taxes contain', () => {
  const taxes = taxesOn(12_000n, [rate(200_000, true), rate(100_000)]);
  expect(taxes.map(({ amount }) => amount)).toEqual([2_000n, 1_000n]);
});

test('a tax is rounded once for the whole invoice, not for each line', () => {
  const taxed = withTaxes(invoiceOf(...Array.from({ length: 10 }, () => 3n)), [rate(190_000)]);
  expect(taxed).toMatchObject({ subtotal: 30n, tax: 6n, total: 36n });
  expect(taxed.lines.at(-1)).toMatchObject({ kind: 'tax', amount: 6n, taxRatePpm: 190_000 });
});

test('an included tax changes no total, and taxing again replaces what was there', () => {
  const once = withTaxes(invoiceOf(11_900n), [rate(190_000, true)]);
  expect(once).toMatchObject({ subtotal: 10_000n, tax: 1_900n, total: 11_900n, tolerance: 119n });
  expect(withTaxes(once, [])).toMatchObject({ subtotal: 11_900n, tax: 0n, total: 11_900n });
  expect(withTaxes(once, [rate(190_000, true)])).toEqual(once);
});

test('sums always agree: subtotal and taxes are the total, lines and taxes on top are too', () => {
  const rates = fc.array(
    fc.record({
      name: fc.constant('T'),
      ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
      included: fc.boolean(),
    }),
    { maxLength: 5 },
  );
  const amounts = fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(amounts, rates, (lines, taxes) => {
      const taxed = withTaxes(invoiceOf(...lines), taxes);
      expect(taxed.subtotal + taxed.tax).toBe(taxed.total);
      expect(taxed.subtotal >= 0n && taxed.tax >= 0n).toBe(true);
      const net = lines.reduce((sum, amount) => sum + amount, 0n);
      const onTop = taxed.lines.reduce(
        (sum, line) => (line.kind === 'tax' && !line.taxIncluded ? sum + line.amount : sum),
        0n,
      );
      expect(taxed.total).toBe((net > 0n ? net : 0n) + onTop);
    }),
  );
});

test.each([
  [[rate(-1)]],
  [[rate(1_000_001)]],
  [[rate(1.5)]],
  [[rate(1, false, ' ')]],
  [Array.from({ length: 6 }, () => rate(1))],
])('%j are no rates', (rates) => {
  expect(() => checkTaxes(rates)).toThrow(/./);
});
