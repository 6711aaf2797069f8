import { expect, test } from 'vitest';
import { ratesOf } from './savings-rates.ts';

const rate = (currency: string, day: string, ratePpm: number) => ({
  currency,
  fromDay: `${day}T00:00:00.000Z`,
  ratePpm,
});
const rates = [
  rate('BTC', '2026-12-01', 30_000),
  rate('BTC', '2026-01-01', 10_000),
  rate('USDC', '2026-01-01', 50_000),
  rate('BTC', '2026-06-01', 20_000),
];

test('the rate of today is the last that has begun, and the next is the first that has not', () => {
  expect(ratesOf(rates, 'BTC', new Date('2026-11-21T09:00:00Z'))).toEqual({
    ratePpm: 20_000,
    next: rates[0],
  });
});

test('a rate holds from the first moment of its day on', () => {
  expect(ratesOf(rates, 'BTC', new Date('2026-12-01T00:00:00Z'))).toEqual({
    ratePpm: 30_000,
    next: undefined,
  });
});

test('without a rate nothing is earned', () => {
  expect(ratesOf(rates, 'ETH', new Date('2026-11-21T09:00:00Z'))).toEqual({ ratePpm: 0, next: undefined });
});
