import { expect, test } from 'vitest';
import { DEPOSIT_PROGRESS } from '../deposit/deposit-progress.ts';
import { WITHDRAWAL_PROGRESS } from '../withdraw/withdrawal-progress.ts';
import { partStates } from './progress.ts';

test('what is under way is done up to where it is', () => {
  expect(partStates({ done: 1, state: 'under way' }, 3)).toEqual(['done', 'current', 'waiting']);
});

test('what arrived is done to the end', () => {
  expect(partStates(DEPOSIT_PROGRESS.COMPLETED, 3)).toEqual(['done', 'done', 'done']);
  expect(partStates(WITHDRAWAL_PROGRESS.COMPLETED, 4)).toEqual(['done', 'done', 'done', 'done']);
});

test('what failed says where, and what ended does not go on', () => {
  expect(partStates({ done: 0, state: 'failed' }, 3)).toEqual(['failed', 'waiting', 'waiting']);
  expect(partStates({ done: 1, state: 'ended' }, 3)).toEqual(['done', 'waiting', 'waiting']);
});

test('a withdrawal of unknown outcome has not failed', () => {
  expect(partStates(WITHDRAWAL_PROGRESS.UNKNOWN, 4)).toEqual(['done', 'done', 'current', 'waiting']);
});
