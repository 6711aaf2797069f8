import { expect, test } from 'vitest';
import { dunningSteps, parseDays } from './dunning-days.ts';

test('days are read in any order, each once', () => {
  expect(parseDays('7, -3 0,7')).toEqual([-3, 0, 7]);
  expect(parseDays('')).toEqual([]);
});

test('what is no day is refused', () => {
  for (const text of ['1.5', 'soon', '-91', '100', '1,2,3,4,5,6,7,8,9,10,11,12,13']) {
    expect(parseDays(text), text).toBeUndefined();
  }
});

test('a time line has every day once, the due day and the end among them', () => {
  expect(dunningSteps({ reminderDays: [-3, 0], retryDays: [-1, 0, 20], endDays: 14 })).toEqual([
    { day: -3, does: ['remind'], reached: true },
    { day: -1, does: ['retry'], reached: true },
    { day: 0, does: ['due', 'remind', 'retry'], reached: true },
    { day: 14, does: ['end'], reached: true },
    { day: 20, does: ['retry'], reached: false },
  ]);
});
