import { expect, test } from 'vitest';
import { type Preset, reportPeriod } from './report-period.ts';

const now = new Date('2028-03-05T23:59:00Z');

test.each<[Preset, string, string]>([
  ['days30', '2028-02-05', '2028-03-06'],
  ['days90', '2027-12-07', '2028-03-06'],
  ['thisMonth', '2028-03-01', '2028-03-06'],
  ['lastMonth', '2028-02-01', '2028-03-01'],
  ['year', '2027-04-01', '2028-03-06'],
])('%s is from %s until before %s', (preset, from, to) => {
  expect(reportPeriod(preset, now, '', '')).toEqual({ from, to });
});

test('days of one’s own are both in it', () => {
  expect(reportPeriod('custom', now, '2028-02-28', '2028-02-29')).toEqual({
    from: '2028-02-28',
    to: '2028-03-01',
  });
});

test.each([
  ['', ''],
  ['2028-03-02', '2028-03-01'],
  ['yesterday', '2028-03-01'],
])('days that are none are the last thirty: %j, %j', (first, last) => {
  expect(reportPeriod('custom', now, first, last)).toEqual(reportPeriod('days30', now, '', ''));
});
