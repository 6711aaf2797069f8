import { expect, test } from 'vitest';
import { isIntervalUnit, nominalSeconds } from './interval.ts';

test('the nominal second count takes a month as 30 days and a year as 365', () => {
  expect(nominalSeconds({ unit: 'day', count: 1 })).toBe(86_400n);
  expect(nominalSeconds({ unit: 'week', count: 2 })).toBe(1_209_600n);
  expect(nominalSeconds({ unit: 'month', count: 1 })).toBe(2_592_000n);
  expect(nominalSeconds({ unit: 'year', count: 1 })).toBe(31_536_000n);
});

test('only the four units are units', () => {
  expect(['day', 'week', 'month', 'year'].every(isIntervalUnit)).toBe(true);
  expect(isIntervalUnit('hour')).toBe(false);
});
