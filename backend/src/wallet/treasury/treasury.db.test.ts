import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { listAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { useTestWallet } from '../testing.ts';
import { decideTreasuryMove } from './decide-treasury-move.ts';
import { recordTreasuryMove } from './record-treasury-move.ts';
import { findMove, listMoves } from './treasury-move.repository.ts';
import { nextMoveStatus, TREASURY_MOVE_STATUSES, type TreasuryMoveKind } from './treasury-move.ts';

const wallet = useTestWallet();
let one: OperatorScope;
let two: OperatorScope;
beforeAll(async () => {
  one = await wallet.newOperator();
  two = await wallet.newOperator();
});

const record = (kind: TreasuryMoveKind, currency: string, amount: bigint, key: string = randomUUID()) =>
  recordTreasuryMove(wallet.services, one, { kind, currency, amount, reason: 'stock', idempotencyKey: key });
const decide = (
  operator: OperatorScope,
  moveId: string,
  decision: 'confirm' | 'reject',
  key: string = randomUUID(),
) => decideTreasuryMove(wallet.services, operator, { moveId, decision, idempotencyKey: key });

test('funding moves from custody at once, and the same key once, ten times at once', async () => {
  const key = randomUUID();
  const ids = await Promise.all(Array.from({ length: 10 }, () => record('fund', 'BTC', 500n, key)));
  expect(new Set(ids).size).toBe(1);
  expect(await wallet.platformBalance('treasury', 'BTC')).toBe(500n);
  expect(await wallet.platformBalance('custody', 'BTC')).toBe(-500n);
  await expect(record('fund', 'BTC', 501n, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

test('fees become stock, as far as there are any', async () => {
  await wallet.fundPlatform('fees', 'ETH', 40n);
  await record('collect_fees', 'ETH', 30n);
  expect(await wallet.platformBalance('treasury', 'ETH')).toBe(30n);
  await expect(record('collect_fees', 'ETH', 11n)).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
});

test('a withdrawal waits for another operator, and is carried out once', async () => {
  await record('fund', 'USDC', 1_000n);
  const id = await record('withdraw', 'USDC', 400n);
  expect(await wallet.platformBalance('treasury', 'USDC')).toBe(1_000n);
  await expect(decide(one, id, 'confirm')).rejects.toMatchObject({ code: 'TREASURY_SECOND_OPERATOR' });
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => decide(two, id, 'confirm')));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await wallet.platformBalance('treasury', 'USDC')).toBe(600n);
  await expect(decide(two, id, 'reject')).rejects.toMatchObject({ code: 'TREASURY_MOVE_STATE' });
  expect(await findMove(wallet.services.database.client, one, id)).toMatchObject({
    status: 'done',
    decidedBy: two.personId,
  });
});

test('a rejected withdrawal moves nothing, and asking again answers the same', async () => {
  await record('fund', 'EURC', 10n);
  const id = await record('withdraw', 'EURC', 10n);
  const key = randomUUID();
  await decide(one, id, 'reject', key);
  await decide(one, id, 'reject', key);
  expect(await wallet.platformBalance('treasury', 'EURC')).toBe(10n);
});

test('more than there is cannot be confirmed, and stays proposed', async () => {
  const id = await record('withdraw', 'PYUSD', 1n);
  await expect(decide(two, id, 'confirm')).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  const page = { first: 10, take: 11, beforeId: undefined };
  const proposed = await listMoves(wallet.services.database.client, one, page, 'proposed');
  expect(proposed.map((move) => move.id)).toEqual([id]);
});

test('every step is in the audit log', async () => {
  const id = await record('withdraw', 'USDT', 1n);
  await decide(one, id, 'reject');
  const page = { first: 10, take: 11, beforeId: undefined };
  const entries = await listAudit(wallet.services.database.client, one, page, { subjectId: id });
  expect(entries.map(({ action }) => action)).toEqual(['treasury_move.rejected', 'treasury_move.proposed']);
});

test.each([
  ['an amount of zero', { amount: 0n }, 'INVALID_INPUT'],
  ['no reason', { reason: ' ' }, 'INVALID_INPUT'],
  ['an unknown currency', { currency: 'DOGE' }, 'CURRENCY_UNKNOWN'],
])('refused: %s', async (_, changes, code) => {
  const move = { kind: 'fund', currency: 'BTC', amount: 1n, reason: 'stock', idempotencyKey: 'k' } as const;
  await expect(recordTreasuryMove(wallet.services, one, { ...move, ...changes })).rejects.toMatchObject({
    code,
  });
});

test('no order of decisions leads out of an end', () => {
  const input = fc.constantFrom('confirm' as const, 'reject' as const);
  fc.assert(
    fc.property(fc.constantFrom(...TREASURY_MOVE_STATUSES), fc.array(input), (start, inputs) => {
      const end = inputs.reduce((status, each) => nextMoveStatus(status, each) ?? status, start);
      if (start !== 'proposed') expect(end).toBe(start);
      else if (inputs.length > 0) expect(end).toBe(inputs[0] === 'confirm' ? 'done' : 'rejected');
    }),
  );
});
