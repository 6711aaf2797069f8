import { addIntervals, type Interval } from '../periods/index.ts';
import type { Period } from './proration.ts';

/** A run of paid periods. */
export interface Run {
  readonly anchorAt: Date;
  readonly paidPeriods: number;
  readonly paidThrough: Date;
}

/** The period of a run that an instant lies in, and how many whole ones are paid after it. */
export interface CurrentPeriod extends Period {
  readonly periodsAhead: number;
}

/**
 * Where an instant lies in a run that is paid beyond it. Before the anchor lies what a pause has left of an earlier
 * period: it is counted as the end of a whole one.
 */
export function currentPeriod(
  { anchorAt, paidPeriods, paidThrough }: Run,
  interval: Interval,
  at: Date,
): CurrentPeriod {
  if (at < anchorAt) {
    const lengthMs = addIntervals(anchorAt, interval, 1).getTime() - anchorAt.getTime();
    return { start: new Date(anchorAt.getTime() - lengthMs), end: anchorAt, periodsAhead: paidPeriods };
  }
  // The last boundary at or before the instant: as many periods as there are, found by halving.
  let [low, high] = [0, paidPeriods];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (addIntervals(anchorAt, interval, middle) <= at) low = middle;
    else high = middle;
  }
  const end = low + 1 >= paidPeriods ? paidThrough : addIntervals(anchorAt, interval, low + 1);
  return {
    start: addIntervals(anchorAt, interval, low),
    end,
    periodsAhead: Math.max(paidPeriods - low - 1, 0),
  };
}
