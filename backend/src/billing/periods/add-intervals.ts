import type { Interval } from './interval.ts';

/** The last instant that periods are counted to: what is bought beyond it ends here. */
export const END_OF_TIME = new Date('9999-12-31T23:59:59.999Z');

const DAY_MS = 86_400_000;
const DAYS = { day: 1, week: 7 } as const;
const MONTHS = { month: 1, year: 12 } as const;

/**
 * The instant `times` intervals after `anchor`, on the UTC calendar with the anchor's time of day.
 *
 * Months are counted from the anchor and never step by step: 31 January + 1 month is the last day of
 * February, + 2 months is 31 March again. Saturates at {@link END_OF_TIME}, so that no number of periods
 * somebody mints on the chain leads to an instant that cannot be stored.
 * @throws RangeError when `times` is not a whole number from 0
 */
export function addIntervals(anchor: Date, { unit, count }: Interval, times: number): Date {
  if (!Number.isSafeInteger(times) || times < 0) throw new RangeError(`${times} intervals`);
  const result =
    unit === 'day' || unit === 'week'
      ? anchor.getTime() + DAY_MS * DAYS[unit] * count * times
      : addMonths(anchor, MONTHS[unit] * count * times);
  return result < END_OF_TIME.getTime() ? new Date(result) : END_OF_TIME;
}

/** Milliseconds of the epoch; Infinity beyond the year 9999. */
function addMonths(anchor: Date, months: number): number {
  const monthIndex = anchor.getUTCFullYear() * 12 + anchor.getUTCMonth() + months;
  const year = Math.floor(monthIndex / 12);
  if (year > 9_999) return Number.POSITIVE_INFINITY;
  const month = monthIndex % 12;
  const result = new Date(anchor);
  result.setUTCFullYear(year, month, Math.min(anchor.getUTCDate(), daysInMonth(year, month)));
  return result.getTime();
}

function daysInMonth(year: number, month: number): number {
  // Day 0 of the next month is the last of this one.
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
