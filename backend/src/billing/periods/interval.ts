/** The units a billing interval is counted in. */
export const INTERVAL_UNITS = ['day', 'week', 'month', 'year'] as const;
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

/** The length of one billing period on the calendar: every `count` days, weeks, months or years. */
export interface Interval {
  readonly unit: IntervalUnit;
  /** 1 – {@link MAX_INTERVAL_COUNT} */
  readonly count: number;
}

export const MAX_INTERVAL_COUNT = 1_000;

export function isIntervalUnit(text: string): text is IntervalUnit {
  return (INTERVAL_UNITS as readonly string[]).includes(text);
}

const NOMINAL_DAYS: Readonly<Record<IntervalUnit, bigint>> = { day: 1n, week: 7n, month: 30n, year: 365n };
const SECONDS_PER_DAY = 86_400n;

/**
 * The interval as the plan's state on the chain names it, in seconds. A contract has no clock and a plan's
 * state one figure, so this is nominal (a month is 30 days, a year 365): it tells subscribers what kind of
 * period they buy. What is paid through is decided by the calendar, see `addIntervals`.
 */
export function nominalSeconds({ unit, count }: Interval): bigint {
  return NOMINAL_DAYS[unit] * SECONDS_PER_DAY * BigInt(count);
}
