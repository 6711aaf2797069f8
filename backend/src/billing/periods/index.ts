export { addIntervals, END_OF_TIME } from './add-intervals.ts';
export {
  INTERVAL_UNITS,
  type Interval,
  type IntervalUnit,
  isIntervalUnit,
  MAX_INTERVAL_COUNT,
  nominalSeconds,
} from './interval.ts';
