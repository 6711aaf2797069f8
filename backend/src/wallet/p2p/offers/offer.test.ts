import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCurrencies } from '../../../ledger/index.ts';
import { ratio } from '../../../platform/money/index.ts';
import { nextOfferStatus, OFFER_STATUSES, type OfferInput } from './offer.ts';
import { priceDecimalsOf } from './price-currency.ts';
import { costOf, readUnitPrice, unitPriceNow } from './unit-price.ts';

const currencies = createCurrencies();
const INPUTS: readonly OfferInput[] = ['pause', 'resume', 'close'];

test('a closed offer stays closed, any other can be closed', () => {
  for (const input of ['pause', 'resume'] as const) expect(nextOfferStatus('closed', input)).toBeUndefined();
  for (const status of OFFER_STATUSES) expect(nextOfferStatus(status, 'close')).toBe('closed');
  expect(INPUTS.map((input) => nextOfferStatus('paused', input))).toEqual(['paused', 'active', 'closed']);
});

test.each([
  ['60000', '60000'],
  ['000060000.500000000000', '60000.5'],
  ['0.000000000001', '0.000000000001'],
  ['999999999999999.999999999999', '999999999999999.999999999999'],
])('the price %s is read as %s', (text, read) => {
  expect(readUnitPrice(text)).toBe(read);
});

test.each([
  '',
  '0',
  '0.000',
  '-1',
  '1e5',
  '1.',
  '.5',
  '1,5',
  '1000000000000000',
  '0.0000000000001',
  ' 1',
  '1\n',
])('the price %j is refused', (text) => {
  expect(() => readUnitPrice(text)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', field: 'unitPrice' }),
  );
});

test('a cost is rounded up to the smallest unit, and never by a whole one', () => {
  const offer = { currency: 'BTC', priceDecimals: 2 };
  expect(costOf({ currencies }, offer, 1n, '60000')).toBe(1n);
  expect(costOf({ currencies }, offer, 100_000_000n, '60000.01')).toBe(6_000_001n);
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 20n), fc.bigInt(1n, 10n ** 12n), (amount, cents) => {
      const price = `${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`;
      const cost = costOf({ currencies }, offer, amount, price);
      const exact = amount * cents;
      expect(cost * 10n ** 8n - exact).toBeGreaterThanOrEqual(0n);
      expect(cost * 10n ** 8n - exact).toBeLessThan(10n ** 8n);
    }),
  );
});

test('more than can be counted is refused', () => {
  const offer = { currency: 'BTC', priceDecimals: 18 };
  expect(() => costOf({ currencies }, offer, 10n ** 37n, '999999999999999')).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', field: 'amount' }),
  );
});

const ratesOf = (numerator: bigint, denominator: bigint) => ({
  refresh: async () => [],
  lastGood: () => [],
  rate: async (base: string, quote: string) => ({
    pair: { base, quote },
    ratio: ratio(numerator, denominator),
    observedAt: new Date(0),
    sources: [],
  }),
});

test('a price that follows the market is its rate and the margin, rounded once at the eighteenth decimal', async () => {
  const offer = { currency: 'BTC', priceCurrency: 'EUR' };
  const at = (marginBps: number, numerator: bigint, denominator: bigint) =>
    unitPriceNow(
      { rates: ratesOf(numerator, denominator) },
      { ...offer, price: { kind: 'market', marginBps } },
    );
  expect(await at(250, 100_000n, 1n)).toBe('102500');
  expect(await at(-5_000, 1n, 3n)).toBe('0.166666666666666667');
  await expect(at(0, 1n, 10n ** 19n)).rejects.toMatchObject({ code: 'RATE_UNAVAILABLE' });
});

test('prices are in currencies of the wallet, or national ones with their own decimals', () => {
  const decimals = ['EUR', 'BTC', 'USDC', 'JPY', 'NGN', 'KWD'].map((code) =>
    priceDecimalsOf(currencies, code),
  );
  expect(decimals).toEqual([2, 8, 6, 0, 2, 3]);
  for (const code of ['ABC', 'eur', '', 'EURO']) {
    expect(() => priceDecimalsOf(currencies, code)).toThrow(
      expect.objectContaining({ field: 'priceCurrency' }),
    );
  }
});
