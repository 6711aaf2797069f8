import { expect, test } from 'vitest';
import { EVERYTHING, historyCsvPath, toHistoryVariables } from './history-filter.ts';

test('nothing chosen is everything', () => {
  expect(toHistoryVariables(EVERYTHING)).toEqual({
    kinds: null,
    currency: null,
    account: null,
    from: null,
    to: null,
  });
  expect(historyCsvPath('person_1', EVERYTHING)).toBe('/api/wallets/transactions/person_1?format=csv');
});

test('days are whole days of the reader, the last one with all its hours', () => {
  const { from, to } = toHistoryVariables({ ...EVERYTHING, from: '2026-11-30', to: '2026-11-30' });
  expect(from).toBe(new Date(2026, 10, 30).toISOString());
  expect(to).toBe(new Date(2026, 11, 1).toISOString());
});

test('a day that is not written to its end is none', () => {
  expect(toHistoryVariables({ ...EVERYTHING, from: '2026-1' }).from).toBeNull();
});

test('the file holds what the list shows', () => {
  const path = historyCsvPath('person_1', {
    ...EVERYTHING,
    kind: 'savings.interest',
    currency: 'BTC',
    account: 'SAVINGS',
  });
  expect(Object.fromEntries(new URL(path, 'http://api').searchParams)).toEqual({
    format: 'csv',
    kinds: 'savings.interest',
    currency: 'BTC',
    account: 'SAVINGS',
  });
});
