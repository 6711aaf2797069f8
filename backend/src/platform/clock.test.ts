import { expect, test } from 'vitest';
import { ManualClock, systemClock } from './clock.ts';

const START = new Date('2026-01-31T12:00:00Z');

test('a manual clock stands still until it is moved, and never moves back', () => {
  const clock = new ManualClock(START);
  expect(clock.now()).toEqual(START);
  clock.advanceBy(1_000);
  expect(clock.now()).toEqual(new Date('2026-01-31T12:00:01Z'));
  expect(() => clock.advanceTo(START)).toThrow(RangeError);
  expect(() => clock.advanceBy(-1)).toThrow(RangeError);
});

test('whoever changes an instant they were given does not move the clock', () => {
  const clock = new ManualClock(START);
  clock.now().setFullYear(1970);
  expect(clock.now()).toEqual(START);
});

test('the system clock follows the system', () => {
  const before = Date.now();
  expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
});
