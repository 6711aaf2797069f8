import { type Regtest, startRegtest } from '@charmbills/ops/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { followChain } from '../follower/follow-chain.ts';
import { ChainFixture, type Signed } from '../testing/chain-fixture.ts';
import { recorder } from '../testing/recorder.ts';

let chain: Regtest;
let fixture: ChainFixture;
beforeAll(async () => {
  chain = await startRegtest({ relay: 'never' });
});
afterAll(() => chain.stop());
beforeEach(async () => {
  fixture = await ChainFixture.start(chain);
});
afterEach(() => fixture.stop());

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function started() {
  const observer = recorder();
  const follower = followChain(fixture.deps([observer]));
  await follower.run();
  return { follower, told: observer.told };
}

const schedule = async (id: string) => {
  const { checks, nextCheckAt } = await fixture.database.client.chainTransaction.findFirstOrThrow({
    where: { id },
  });
  return {
    checks,
    inMinutes: nextCheckAt && (nextCheckAt.getTime() - fixture.clock.now().getTime()) / MINUTE,
  };
};
const inMempool = async ({ txid }: Signed) => (await chain.rpc<string[]>('getrawmempool')).includes(txid);

test('what the mempool has is looked for less and less often', async () => {
  const { follower } = await started();
  const signed = await fixture.sign(await fixture.coin());
  const id = await fixture.track(signed);
  await fixture.send(signed);
  await follower.run();
  expect(await schedule(id)).toEqual({ checks: 0, inMinutes: 10 });
  fixture.clock.advanceBy(10 * MINUTE);
  expect(await follower.run()).toMatchObject({ checked: 1, failed: 0 });
  expect(await schedule(id)).toEqual({ checks: 1, inMinutes: 20 });
  expect(await follower.run()).toMatchObject({ checked: 0 });
  fixture.clock.advanceBy(20 * MINUTE);
  expect(await follower.run()).toMatchObject({ checked: 1 });
  expect(await schedule(id)).toEqual({ checks: 2, inMinutes: 40 });
});

test('what vanished is sent again', async () => {
  const { follower } = await started();
  const signed = await fixture.sign(await fixture.coin());
  const id = await fixture.track(signed);
  expect(await inMempool(signed)).toBe(false);
  fixture.clock.advanceBy(10 * MINUTE);
  expect(await follower.run()).toMatchObject({ checked: 1, failed: 0 });
  expect(await inMempool(signed)).toBe(true);
  await chain.mine();
  await follower.run();
  expect(await fixture.row(id)).toMatchObject({ status: 'confirmed' });
  expect(await schedule(id)).toMatchObject({ inMinutes: null });
});

test('what was replaced is given up, and confirms after all should a block hold it', async () => {
  const { follower, told } = await started();
  const coin = await fixture.coin();
  const [ours, theirs] = [await fixture.sign(coin), await fixture.sign(coin, 5_000n)];
  const id = await fixture.track(ours);
  await fixture.send(ours);
  await fixture.send(theirs);
  expect(await inMempool(ours)).toBe(false);
  fixture.clock.advanceBy(10 * MINUTE);
  expect(await follower.run()).toMatchObject({ failed: 1 });
  expect(await fixture.row(id)).toMatchObject({
    status: 'failed',
    failure: 'replaced',
    conflictTxid: theirs.txid,
  });
  expect(await schedule(id)).toMatchObject({ inMinutes: null });

  await fixture.mineOnly(ours);
  expect(await follower.run()).toMatchObject({ confirmed: 1 });
  expect(await fixture.row(id)).toMatchObject({ status: 'confirmed', failure: null, conflictTxid: null });
  expect(told.filter((line) => line.includes(id))).toEqual([
    `failed ${id} replaced`,
    `confirmed ${id}`,
    `settled ${id}`,
  ]);
});

test('what spends an output that does not exist is dropped after the third look', async () => {
  const { follower, told } = await started();
  const parent = await fixture.sign(await fixture.coin());
  const child = await fixture.sign({ txid: parent.txid, vout: 0, amountSats: 99_500n });
  const id = await fixture.track(child);
  for (const minutes of [10, 20]) {
    fixture.clock.advanceBy(minutes * MINUTE);
    expect(await follower.run()).toMatchObject({ checked: 1, failed: 0 });
  }
  fixture.clock.advanceBy(40 * MINUTE);
  expect(await follower.run()).toMatchObject({ checked: 1, failed: 1 });
  expect(await fixture.row(id)).toMatchObject({ status: 'failed', failure: 'dropped', conflictTxid: null });
  expect(told).toContain(`failed ${id} dropped`);
});

test('a parent that comes back in time saves it', async () => {
  const { follower } = await started();
  const parent = await fixture.sign(await fixture.coin());
  const child = await fixture.sign({ txid: parent.txid, vout: 0, amountSats: 99_500n });
  const id = await fixture.track(child);
  fixture.clock.advanceBy(10 * MINUTE);
  expect(await follower.run()).toMatchObject({ failed: 0 });
  await fixture.send(parent);
  fixture.clock.advanceBy(20 * MINUTE);
  expect(await follower.run()).toMatchObject({ checked: 1, failed: 0 });
  expect(await inMempool(child)).toBe(true);
  await chain.mine();
  await follower.run();
  expect(await fixture.row(id)).toMatchObject({ status: 'confirmed' });
});

test('a payment whose block left the chain, and whose parent was spent otherwise, is marked as reorganised', async () => {
  const { follower } = await started();
  const coin = await fixture.coin();
  const parent = await fixture.sign(coin);
  const otherwise = await fixture.sign(coin, 5_000n);
  const child = await fixture.sign({ txid: parent.txid, vout: 0, amountSats: 99_500n });
  const id = await fixture.track(child);
  const hash = await fixture.mineOnly(parent, child);
  expect(await follower.run()).toMatchObject({ confirmed: 1 });

  await chain.invalidate(hash);
  await fixture.mineOnly(otherwise);
  expect(await follower.run()).toMatchObject({ unconfirmed: 1, failed: 0, checked: 1 });
  for (const minutes of [20, 40]) {
    fixture.clock.advanceBy(minutes * MINUTE);
    await follower.run();
  }
  expect(await fixture.row(id)).toMatchObject({ status: 'failed', failure: 'reorged' });
});

test('a payment whose block left the chain is looked for, and sent again, at once', async () => {
  const { follower } = await started();
  const signed = await fixture.sign(await fixture.coin());
  const id = await fixture.track(signed, { broadcast: false });
  const hash = await fixture.mineOnly(signed);
  await follower.run();
  await chain.invalidate(hash);
  expect(await follower.run()).toMatchObject({ unconfirmed: 1, checked: 1, failed: 0 });
  expect(await inMempool(signed)).toBe(true);
  expect(await schedule(id)).toEqual({ checks: 1, inMinutes: 20 });
});

test('two weeks without being taken are enough', async () => {
  const { follower } = await started();
  const signed = await fixture.sign(await fixture.coin(), 1n);
  const id = await fixture.track(signed);
  for (let days = 0; days < 13; days++) {
    fixture.clock.advanceBy(DAY);
    expect(await follower.run()).toMatchObject({ checked: 1, failed: 0 });
  }
  fixture.clock.advanceBy(DAY);
  expect(await follower.run()).toMatchObject({ checked: 1, failed: 1 });
  expect(await fixture.row(id)).toMatchObject({ failure: 'dropped' });
});

test('a look costs one call for all that are due, and a pass looks for a bounded number', async () => {
  const { follower } = await started();
  const now = fixture.clock.now();
  await fixture.database.client.$executeRaw`
    INSERT INTO chain_transactions (merchant_id, id, kind, status, txid, amount_sats, next_check_at, created_at, updated_at)
    SELECT 'mer_test', 'tx_' || n, 'plan_mint', 'pending', lpad(to_hex(n), 64, '0'), 1, ${now}, ${now}, ${now}
    FROM generate_series(1, 1500) AS n`;
  await fixture.database.client.$executeRaw`
    INSERT INTO chain_inputs (merchant_id, transaction_id, txid, vout)
    SELECT 'mer_test', 'tx_' || n, lpad(to_hex(n + 5000), 64, '0'), 0 FROM generate_series(1, 1500) AS n`;
  const before = fixture.rpc.callCount;
  expect(await follower.run()).toMatchObject({ checked: 1_000, failed: 0 });
  // Two calls find no new block; five ask for 200 transactions each.
  expect(fixture.rpc.callCount - before).toBe(2 + 5);
  expect(await follower.run()).toMatchObject({ checked: 500 });
  expect(await follower.run()).toMatchObject({ checked: 0 });
});

test('a node that goes away during the look changes nothing', async () => {
  const { rpc } = fixture;
  const call: typeof rpc.call = (method, params) =>
    method === 'sendrawtransaction' ? Promise.reject(new Error('gone')) : rpc.call(method, params);
  const follower = followChain(fixture.deps([], { rpc: { callCount: 0, call, batch: rpc.batch } }));
  await follower.run();
  const id = await fixture.track(await fixture.sign(await fixture.coin()));
  fixture.clock.advanceBy(10 * MINUTE);
  await expect(follower.run()).rejects.toThrow('gone');
  expect(await schedule(id)).toEqual({ checks: 0, inMinutes: 0 });
});
