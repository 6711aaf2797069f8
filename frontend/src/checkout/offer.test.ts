import { expect, test } from 'vitest';
import { dueToday, hasOtherWay, isBoughtByTransaction, type PriceOnOffer } from './offer.ts';

const PRICE: PriceOnOffer = {
  id: 'price_1',
  nickname: null,
  amount: '25000',
  currency: 'BTC',
  interval: { unit: 'MONTH', count: 1 },
  trialDays: 0,
  setupFee: '0',
  graceDays: 0,
  onChain: true,
  rails: [],
};

test('the first period and the fee are due today, and nothing of a trial', () => {
  expect(dueToday(PRICE)).toBe(25_000n);
  expect(dueToday({ ...PRICE, setupFee: '500' })).toBe(25_500n);
  expect(dueToday({ ...PRICE, setupFee: '500', trialDays: 7 })).toBe(0n);
});

test.each([
  [true, {}],
  [false, { onChain: false }],
  [false, { currency: 'USD' }],
  [false, { trialDays: 7 }],
  [false, { setupFee: '1' }],
])('bought by a transaction alone: %s for %o', (expected, facts) => {
  expect(isBoughtByTransaction({ ...PRICE, ...facts })).toBe(expected);
});

test('there is another way where a rail without the token is open', () => {
  const rail = (name: 'CHARMS' | 'BITCOIN', obstacle: 'NOT_SET_UP' | null) => ({
    rail: name,
    obstacle,
    currency: 'BTC',
    needsPayer: false,
  });
  expect(hasOtherWay({ rails: [rail('CHARMS', null)] })).toBe(false);
  expect(hasOtherWay({ rails: [rail('CHARMS', null), rail('BITCOIN', 'NOT_SET_UP')] })).toBe(false);
  expect(hasOtherWay({ rails: [rail('CHARMS', null), rail('BITCOIN', null)] })).toBe(true);
});
