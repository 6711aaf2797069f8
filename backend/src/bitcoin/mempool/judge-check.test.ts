import { expect, test } from 'vitest';
import { judgeCheck, type Observation } from './judge-check.ts';

const DAY = 86_400_000;
const sent = new Date('2030-01-01T00:00:00Z');
const never = { broadcastAt: sent, reorgedAt: null, createdAt: sent };
const once = { ...never, reorgedAt: new Date(sent.getTime() + 5 * DAY) };
const after = (days: number) => new Date(sent.getTime() + days * DAY);
const missing: Observation = { kind: 'refused', inputsMissing: true };
const refused: Observation = { kind: 'refused', inputsMissing: false };

test('what the mempool has is looked for again later, however old', () => {
  expect(judgeCheck(never, 50, { kind: 'present' }, after(400))).toBeUndefined();
});

test('another spend of an input is a replacement, at once', () => {
  const verdict = judgeCheck(never, 0, { kind: 'conflict', txid: 'ab' }, after(0));
  expect(verdict).toEqual({ failure: 'replaced', conflictTxid: 'ab' });
});

test('missing inputs count from the third look on', () => {
  expect(judgeCheck(never, 0, missing, after(0))).toBeUndefined();
  expect(judgeCheck(never, 1, missing, after(0))).toBeUndefined();
  expect(judgeCheck(never, 2, missing, after(0))).toEqual({ failure: 'dropped', conflictTxid: null });
  expect(judgeCheck(once, 2, missing, after(5))).toEqual({ failure: 'reorged', conflictTxid: null });
});

test('any other refusal, such as too low a fee, is retried for two weeks', () => {
  expect(judgeCheck(never, 40, refused, after(13.9))).toBeUndefined();
  expect(judgeCheck(never, 40, refused, after(14))?.failure).toBe('dropped');
  expect(judgeCheck(never, 40, { kind: 'absent' }, after(14))?.failure).toBe('dropped');
});

test('the two weeks begin anew when a block left the chain', () => {
  expect(judgeCheck(once, 40, refused, after(18.9))).toBeUndefined();
  expect(judgeCheck(once, 40, refused, after(19))?.failure).toBe('reorged');
});
