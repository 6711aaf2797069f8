import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockText, secondsLeft } from './time-left.ts';

const now = new Date('2026-11-21T09:00:00Z');

test.each([
  ['2026-11-21T09:00:15.000Z', 15],
  ['2026-11-21T09:00:00.001Z', 1],
  ['2026-11-21T09:00:00.000Z', 0],
  ['2026-11-21T08:59:00.000Z', 0],
])('until %s there are %i seconds', (until, seconds) => {
  expect(secondsLeft(until, now)).toBe(seconds);
});

test('a clock says all of the seconds', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (seconds) => {
      const parts = clockText(seconds).split(':').map(Number);
      expect(parts.reduce((sum, part) => sum * 60 + part, 0)).toBe(seconds);
    }),
  );
  expect(clockText(5)).toBe('0:05');
  expect(clockText(3_723)).toBe('1:02:03');
});
