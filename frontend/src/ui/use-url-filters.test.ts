import { expect, test } from 'vitest';
import { endOfDay, startOfDay } from './use-url-filters.ts';

test('a day begins at midnight in UTC and ends where the next begins', () => {
  expect(startOfDay('2028-02-29')).toBe('2028-02-29T00:00:00.000Z');
  expect(endOfDay('2028-02-29')).toBe('2028-03-01T00:00:00.000Z');
});

test.each(['', '29.02.2028', '2028-2-9'])('%j is no day', (text) => {
  expect([startOfDay(text), endOfDay(text)]).toEqual([null, null]);
});
