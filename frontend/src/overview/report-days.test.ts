import { expect, test } from 'vitest';
import { lastDays, lastYear } from './report-days.ts';

test('thirty days end with the one that is not over', () => {
  expect(lastDays(30, new Date('2026-03-01T23:59:59Z'))).toEqual({ from: '2026-01-31', to: '2026-03-02' });
});

test('a year begins with the first day of the twelfth month back', () => {
  expect(lastYear(new Date('2026-11-21T08:00:00Z'))).toEqual({ from: '2025-12-01', to: '2026-11-22' });
  expect(lastYear(new Date('2026-12-31T08:00:00Z'))).toEqual({ from: '2026-01-01', to: '2027-01-01' });
});
