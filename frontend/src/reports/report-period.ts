import { lastDays, lastYear } from '../overview/report-days.ts';

export const PRESETS = ['days30', 'days90', 'thisMonth', 'lastMonth', 'year', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];

/** Whole days in UTC, as the API takes them: the first, and the one after the last. */
export interface ReportPeriod {
  readonly from: string;
  readonly to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/**
 * The days that a choice means, seen from `now`. Days of one's own begin with `first` and end with `last`; where they are
 * none or turned around, it is the last thirty.
 */
export function reportPeriod(preset: Preset, now: Date, first: string, last: string): ReportPeriod {
  const monthFrom = (back: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 10);
  switch (preset) {
    case 'days90':
      return lastDays(90, now);
    case 'thisMonth':
      return { from: monthFrom(0), to: lastDays(1, now).to };
    case 'lastMonth':
      return { from: monthFrom(1), to: monthFrom(0) };
    case 'year':
      return lastYear(now);
    case 'custom':
      return DAY.test(first) && DAY.test(last) && first <= last
        ? { from: first, to: dayAfter(last) }
        : lastDays(30, now);
    default:
      return lastDays(30, now);
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
