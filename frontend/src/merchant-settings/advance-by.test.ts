import { expect, test } from 'vitest';
import { advanceBy, fromInput, toInput } from './advance-by.ts';

const at = (text: string) => new Date(`${text}T10:00:00.000Z`);

test('a month on is the same day, or the last', () => {
  expect(advanceBy(at('2027-01-15'), 'month')).toEqual(at('2027-02-15'));
  expect(advanceBy(at('2027-01-31'), 'month')).toEqual(at('2027-02-28'));
  expect(advanceBy(at('2028-02-29'), 'year')).toEqual(at('2029-02-28'));
  expect(advanceBy(at('2027-12-28'), 'week')).toEqual(at('2028-01-04'));
});

test('what is typed is taken as UTC', () => {
  expect(fromInput(toInput(at('2027-05-01')))).toEqual(at('2027-05-01'));
  expect(fromInput('')).toBeUndefined();
});
