import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addIntervals, END_OF_TIME } from './add-intervals.ts';
import { INTERVAL_UNITS, type Interval } from './interval.ts';

const month: Interval = { unit: 'month', count: 1 };
const year: Interval = { unit: 'year', count: 1 };
const at = (text: string) => new Date(text);

const anchors = fc.date({
  min: at('2009-01-03T00:00:00Z'),
  max: at('2200-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const intervals = fc.record({
  unit: fc.constantFrom(...INTERVAL_UNITS),
  count: fc.integer({ min: 1, max: 36 }),
});
const times = fc.integer({ min: 0, max: 60 });

test('31 January plus months is the last day of short months and the 31st of long ones', () => {
  const ends = [0, 1, 2, 3, 13].map((n) => addIntervals(at('2027-01-31T10:30:00Z'), month, n).toISOString());
  expect(ends).toEqual([
    '2027-01-31T10:30:00.000Z',
    '2027-02-28T10:30:00.000Z',
    '2027-03-31T10:30:00.000Z',
    '2027-04-30T10:30:00.000Z',
    '2028-02-29T10:30:00.000Z',
  ]);
});

test('29 February plus years is 28 February, and the 29th again in leap years', () => {
  const ends = [1, 4, 76].map((n) => addIntervals(at('2024-02-29T00:00:00Z'), year, n).toISOString());
  expect(ends.map((end) => end.slice(0, 10))).toEqual(['2025-02-28', '2028-02-29', '2100-02-28']);
});

test('days and weeks are exact multiples of 24 hours', () => {
  fc.assert(
    fc.property(anchors, fc.constantFrom('day' as const, 'week' as const), times, (anchor, unit, n) => {
      const days = unit === 'day' ? n : 7 * n;
      expect(addIntervals(anchor, { unit, count: 1 }, n).getTime() - anchor.getTime()).toBe(
        days * 86_400_000,
      );
    }),
  );
});

test('months land in exactly the right month, on the anchor day or the last day before it, at its time of day', () => {
  fc.assert(
    fc.property(anchors, intervals, times, (anchor, interval, n) => {
      fc.pre(interval.unit === 'month' || interval.unit === 'year');
      const end = addIntervals(anchor, interval, n);
      const months = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
      const length = interval.unit === 'year' ? 12 : 1;
      expect(months(end) - months(anchor)).toBe(length * interval.count * n);
      expect(end.getTime() % 86_400_000).toBe(anchor.getTime() % 86_400_000);
      if (end.getUTCDate() !== anchor.getUTCDate()) {
        expect(end.getUTCDate()).toBeLessThan(anchor.getUTCDate());
        expect(new Date(end.getTime() + 86_400_000).getUTCDate()).toBe(1);
      }
    }),
  );
});

test('every further period ends later', () => {
  fc.assert(
    fc.property(anchors, intervals, times, (anchor, interval, n) => {
      expect(addIntervals(anchor, interval, n + 1).getTime()).toBeGreaterThan(
        addIntervals(anchor, interval, n).getTime(),
      );
    }),
  );
});

test('no number of periods leads beyond the year 9999', () => {
  fc.assert(
    fc.property(anchors, intervals, fc.maxSafeNat(), (anchor, interval, n) => {
      const end = addIntervals(anchor, interval, n);
      expect(Number.isNaN(end.getTime())).toBe(false);
      expect(end.getTime()).toBeLessThanOrEqual(END_OF_TIME.getTime());
    }),
  );
  expect(addIntervals(at('2027-01-31T00:00:00Z'), year, 1_000_000)).toEqual(END_OF_TIME);
});

test('a part of an interval or a negative number of them is refused', () => {
  expect(() => addIntervals(at('2027-01-31T00:00:00Z'), month, 0.5)).toThrow(RangeError);
  expect(() => addIntervals(at('2027-01-31T00:00:00Z'), month, -1)).toThrow(RangeError);
});
