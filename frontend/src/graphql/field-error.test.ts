import { expect, test } from 'vitest';
import type { ApiProblem } from './api-problem.ts';
import { fieldError } from './field-error.ts';

const problem: ApiProblem = {
  code: 'INVALID_INPUT',
  message: 'priceSats: from 546',
  field: 'input.priceSats',
  retryable: false,
  facts: { field: 'input.priceSats', expected: 'from 546' },
};
const say = (expected: string) => `Should be: ${expected}`;

test('a field that was refused says what it should be, without the name it has in the API', () => {
  expect(fieldError(problem, 'priceSats', say)).toBe('Should be: from 546');
});

test('without what would be right, it says what the API says', () => {
  expect(fieldError({ ...problem, facts: {} }, 'priceSats', say)).toBe('priceSats: from 546');
});

test('other fields, and fields while nothing is refused, say nothing', () => {
  expect(fieldError(problem, 'Sats', say)).toBeUndefined();
  expect(fieldError({ ...problem, field: undefined }, 'priceSats', say)).toBeUndefined();
  expect(fieldError(undefined, 'priceSats', say)).toBeUndefined();
});
