import { expect, test } from 'vitest';
import { clockText, isCountedDown, secondsLeft } from './countdown.ts';

const NOW = Date.parse('2026-01-01T12:00:00.000Z');

test.each([
  ['2026-01-01T12:15:00.000Z', 900],
  ['2026-01-01T12:00:00.001Z', 1],
  ['2026-01-01T12:00:00.000Z', 0],
  ['2026-01-01T11:00:00.000Z', 0],
])('until %s there are %i seconds', (until, seconds) => {
  expect(secondsLeft(until, NOW)).toBe(seconds);
});

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [905, '15:05'],
  [3_723, '1:02:03'],
])('%i seconds read %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});

test('a promise of more than a day has no clock', () => {
  expect(isCountedDown(86_400)).toBe(true);
  expect(isCountedDown(86_401)).toBe(false);
});
