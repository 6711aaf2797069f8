import { expect, test } from 'vitest';
import { nextCheckAt } from './check-schedule.ts';

test('10 minutes, doubling up to a day', () => {
  const now = new Date('2030-01-01T00:00:00Z');
  const minutes = [0, 1, 2, 3, 7, 8, 100, 10_000].map(
    (n) => (nextCheckAt(now, n).getTime() - now.getTime()) / 60_000,
  );
  expect(minutes).toEqual([10, 20, 40, 80, 1_280, 1_440, 1_440, 1_440]);
});
