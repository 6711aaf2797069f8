import { expect, test } from 'vitest';
import type { Tx } from '../../platform/database/index.ts';
import { HoldNotFoundError, HoldStateError, InsufficientFundsError } from '../ledger.errors.ts';
import { post, postAll } from '../postings/post.ts';
import type { Movement, NewPosting } from '../postings/posting.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import { placeHold } from './place-hold.ts';
import { openHoldsOf, readHold } from './read-holds.ts';
import { releaseExpiredHolds } from './release-expired-holds.ts';
import { captureHold, releaseHold } from './settle-hold.ts';

const ledger = useTestLedger();
let keys = 0;
const inTx = <T>(work: (tx: Tx) => Promise<T>) => ledger.database.transaction(work);
const request = () => ({ key: `h${++keys}`, kind: 'withdrawal' });
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

async function hold(account: string, amount: bigint, expiresAt?: Date): Promise<string> {
  const asked = { ...request(), account, amount, currency: 'USD', ...(expiresAt ? { expiresAt } : {}) };
  return (await inTx((tx) => placeHold(tx, now, asked))).holdId;
}

test('a hold leaves the balance and takes from what is available', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  const holdId = await hold(a, 70n);
  expect(await ledger.balanceOf(a)).toEqual([100n, 70n]);
  const spend = (amount: bigint) => inTx((tx) => post(tx, now, transferOf(a, b, amount)));
  await expect(spend(31n)).rejects.toThrow(
    new InsufficientFundsError(a, 'USD', { available: 30n, needed: 31n }),
  );
  await spend(30n);
  await expect(hold(a, 1n)).rejects.toThrow(InsufficientFundsError);
  expect(await openHoldsOf(ledger.database.client, a)).toEqual([
    await readHold(ledger.database.client, holdId),
  ]);
});

function transferOf(from: string, to: string, amount: bigint): NewPosting {
  return { ...request(), movements: [{ action: 'transfer', from, to, amount, currency: 'USD' }] };
}

test('captured in parts, and what is left released', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  const holdId = await hold(a, 70n);
  await inTx((tx) => captureHold(tx, now, { ...request(), hold: holdId, to: b, amount: 20n }));
  expect(await ledger.balanceOf(a)).toEqual([80n, 50n]);
  await inTx((tx) => releaseHold(tx, now, { ...request(), hold: holdId, amount: 10n }));
  expect(await ledger.balanceOf(a)).toEqual([80n, 40n]);
  expect(await readHold(ledger.database.client, holdId)).toMatchObject({ status: 'open', remaining: 40n });
  await inTx((tx) =>
    captureHold(tx, now, { ...request(), hold: holdId, to: b, amount: 15n, releaseRest: true }),
  );
  expect(await ledger.balanceOf(a)).toEqual([65n, 0n]);
  expect(await ledger.balanceOf(b)).toEqual([35n, 0n]);
  expect(await readHold(ledger.database.client, holdId)).toMatchObject({
    status: 'captured',
    captured: 35n,
    released: 35n,
    remaining: 0n,
  });
});

test('captured whole: there is nothing left to release, which is fine', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const holdId = await hold(a, 10n);
  await inTx((tx) =>
    captureHold(tx, now, { ...request(), hold: holdId, to: b, amount: 10n, releaseRest: true }),
  );
  expect(await ledger.balanceOf(b)).toEqual([10n, 0n]);
});

test('released whole, money is available again', async () => {
  const a = await ledger.fund(10n);
  const holdId = await hold(a, 10n);
  await inTx((tx) => releaseHold(tx, now, { ...request(), hold: holdId }));
  expect(await ledger.balanceOf(a)).toEqual([10n, 0n]);
  expect((await readHold(ledger.database.client, holdId)).status).toBe('released');
  await hold(a, 10n);
});

test('one posting shares locked money out: to the other side, the fee, and the rest back', async () => {
  const [seller, buyer, fees] = [await ledger.fund(100n), await ledger.fund(0n), await ledger.fund(0n)];
  const holdId = await hold(seller, 100n);
  const movements: Movement[] = [
    { action: 'capture', hold: holdId, to: buyer, amount: 90n },
    { action: 'capture', hold: holdId, to: fees, amount: 2n },
    { action: 'release', hold: holdId },
  ];
  await inTx((tx) => post(tx, now, { ...request(), movements }));
  expect(await Promise.all([seller, buyer, fees].map(ledger.balanceOf))).toEqual([
    [8n, 0n],
    [90n, 0n],
    [2n, 0n],
  ]);
});

test('money may arrive and be locked in the same posting', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const movements: Movement[] = [
    { action: 'transfer', from: a, to: b, amount: 10n, currency: 'USD' },
    { action: 'hold', account: b, amount: 10n, currency: 'USD' },
  ];
  const { holdIds } = await inTx((tx) => post(tx, now, { ...request(), movements }));
  expect(holdIds).toHaveLength(1);
  expect(await ledger.balanceOf(b)).toEqual([10n, 10n]);
});

test('what is over stays over, and more than is left is refused', async () => {
  const [a, b] = [await ledger.fund(20n), await ledger.fund(0n)];
  const holdId = await hold(a, 10n);
  const capture = (amount?: bigint) =>
    inTx((tx) => captureHold(tx, now, { ...request(), hold: holdId, to: b, ...(amount ? { amount } : {}) }));
  await expect(capture(11n)).rejects.toThrow(new HoldStateError(holdId, 'open', 10n));
  await capture();
  await expect(capture(1n)).rejects.toThrow(new HoldStateError(holdId, 'captured', 0n));
  const release = inTx((tx) => releaseHold(tx, now, { ...request(), hold: holdId }));
  await expect(release).rejects.toThrow(new HoldStateError(holdId, 'captured', 0n));
  const unknown = inTx((tx) => releaseHold(tx, now, { ...request(), hold: 'hold_none' }));
  await expect(unknown).rejects.toThrow(new HoldNotFoundError('hold_none'));
});

test('the same key gives the same hold, capture and release', async () => {
  const [a, b] = [await ledger.fund(20n), await ledger.fund(0n)];
  const placing = { ...request(), account: a, amount: 10n, currency: 'USD' };
  const first = await inTx((tx) => placeHold(tx, now, placing));
  const again = await inTx((tx) => placeHold(tx, now, { ...placing, expiresAt: later(60) }));
  expect(again).toEqual({ ...first, replayed: true });
  const capturing = { ...request(), hold: first.holdId, to: b, amount: 4n };
  const releasing = { ...request(), hold: first.holdId };
  for (const replayed of [false, true]) {
    expect(await inTx((tx) => captureHold(tx, now, capturing))).toMatchObject({ replayed });
  }
  for (const replayed of [false, true]) {
    expect(await inTx((tx) => releaseHold(tx, now, releasing))).toMatchObject({ replayed });
  }
  expect(await ledger.balanceOf(a)).toEqual([16n, 0n]);
});

test('an expired hold is not captured, locks until it is released, and is released by itself', async () => {
  const [a, b] = [await ledger.fund(10n), await ledger.fund(0n)];
  const [expiring, staying] = [await hold(a, 4n, later(60)), await hold(a, 6n)];
  const capture = (at: Date) =>
    inTx((tx) => captureHold(tx, at, { ...request(), hold: expiring, to: b, amount: 1n }));
  await capture(later(59));
  await expect(capture(later(60))).rejects.toThrow(new HoldStateError(expiring, 'expired', 3n));
  expect(await releaseExpiredHolds(ledger.database, later(59))).toBe(0);
  expect(await ledger.balanceOf(a)).toEqual([9n, 9n]);
  const workers = [1, 2].map(() => releaseExpiredHolds(ledger.database, later(60)));
  expect((await Promise.all(workers)).toSorted()).toEqual([0, 1]);
  expect(await ledger.balanceOf(a)).toEqual([9n, 6n]);
  expect((await readHold(ledger.database.client, staying)).status).toBe('open');
});

test('many holds are settled in one statement', async () => {
  const accounts = await Promise.all(Array.from({ length: 30 }, () => ledger.fund(10n)));
  const sink = await ledger.fund(0n);
  const placed = await inTx((tx) =>
    postAll(
      tx,
      now,
      accounts.map((account) => ({
        ...request(),
        movements: [{ action: 'hold', account, amount: 10n, currency: 'USD' }],
      })),
    ),
  );
  const captures = placed.map(
    ({ holdIds: [id = ''] }): NewPosting => ({
      ...request(),
      movements: [{ action: 'capture', hold: id, to: sink }],
    }),
  );
  await inTx((tx) => postAll(tx, now, captures));
  expect(await ledger.balanceOf(sink)).toEqual([300n, 0n]);
});
