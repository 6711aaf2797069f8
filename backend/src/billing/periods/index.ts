export { addIntervals } from './add-intervals.ts';
export {
  type Interval,
  type IntervalUnit,
  isIntervalUnit,
  MAX_INTERVAL_COUNT,
  nominalSeconds,
} from './interval.ts';
