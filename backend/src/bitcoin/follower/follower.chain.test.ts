import { type Regtest, startRegtest } from '@charmbills/ops/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChainFixture } from '../testing/chain-fixture.ts';
import { recorder } from '../testing/recorder.ts';
import { confirmationsOf } from '../transactions/chain-transaction.ts';
import { followChain } from './follow-chain.ts';

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

/** A follower that has seen the chain as it is now. */
async function started(options: Parameters<ChainFixture['deps']>[1] = {}) {
  const observer = recorder();
  const follower = followChain(fixture.deps([observer], options));
  await follower.run();
  return { follower, told: observer.told };
}

test('a payment confirms, and settles when it is deep enough', async () => {
  const signed = await fixture.sign(await fixture.coin());
  const { follower, told } = await started({ confirmations: 3 });
  const id = await fixture.track(signed);
  await fixture.send(signed);
  expect(await follower.run()).toMatchObject({ outcome: 'caught_up', connected: 0 });

  const [hash] = await chain.mine();
  expect(await follower.run()).toMatchObject({ connected: 1, confirmed: 1, settled: 0 });
  const height = await chain.height();
  const row = await fixture.row(id);
  expect(row).toMatchObject({ status: 'confirmed', blockHeight: height, blockHash: hash, settledAt: null });
  expect(confirmationsOf(row, height)).toBe(1);
  const { time } = await chain.rpc<{ time: number }>('getblockheader', [hash]);
  expect(row.blockTime).toEqual(new Date(time * 1_000));

  await chain.mine();
  expect(await follower.run()).toMatchObject({ connected: 1, settled: 0 });
  await chain.mine();
  expect(await follower.run()).toMatchObject({ connected: 1, confirmed: 0, settled: 1 });
  const settled = await fixture.row(id);
  expect(settled).toMatchObject({ status: 'confirmed', settledAt: fixture.clock.now() });
  expect(confirmationsOf(settled, await chain.height())).toBe(3);
  expect(told).toEqual([
    `connected ${height}`,
    `confirmed ${id}`,
    `connected ${height + 1}`,
    `connected ${height + 2}`,
    `settled ${id}`,
  ]);
  // Built, broadcast, confirmed, settled.
  expect(await fixture.updates()).toEqual(Array(4).fill(`transaction.updated ${id}`));
});

test('with one confirmation a payment settles in its own block, told of once', async () => {
  const signed = await fixture.sign(await fixture.coin());
  const { follower, told } = await started();
  const id = await fixture.track(signed);
  await fixture.mineOnly(signed);
  const before = (await fixture.updates()).length;
  expect(await follower.run()).toMatchObject({ confirmed: 1, settled: 1 });
  expect(told.slice(1)).toEqual([`confirmed ${id}`, `settled ${id}`]);
  expect((await fixture.updates()).slice(before)).toEqual([`transaction.updated ${id}`]);
});

test('a transaction that its owner sent without us is recognised, and can be sent again', async () => {
  const signed = await fixture.sign(await fixture.coin());
  const { follower } = await started();
  const id = await fixture.track(signed, { broadcast: false });
  const hash = await fixture.mineOnly(signed);
  await follower.run();
  expect(await fixture.row(id)).toMatchObject({ status: 'confirmed', broadcastAt: null });
  const { raw } = await fixture.database.client.chainTransaction.findFirstOrThrow({ where: { id } });
  expect(raw && Buffer.from(raw).toString('hex')).toBe(signed.hex);

  await chain.invalidate(hash);
  await follower.run();
  expect(await fixture.row(id)).toMatchObject({ status: 'pending' });
});

test('many blocks at once are taken one by one', async () => {
  const { follower, told } = await started();
  const base = await chain.height();
  await chain.mine(7);
  expect(await follower.run()).toMatchObject({ connected: 7 });
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `connected ${base + n}`));
  expect(follower.status()).toMatchObject({
    tipHeight: base + 7,
    nodeHeight: base + 7,
    lastError: undefined,
  });
});

describe('a reorganisation', () => {
  test('takes a settled payment back, and the other branch settles it anew', async () => {
    const signed = await fixture.sign(await fixture.coin());
    const { follower, told } = await started();
    const id = await fixture.track(signed);
    const first = await fixture.mineOnly(signed);
    await chain.mine();
    await follower.run();
    const height = (await fixture.row(id)).blockHeight;
    expect(height).not.toBeNull();

    await chain.invalidate(first);
    await fixture.mineOnly();
    told.length = 0;
    fixture.clock.advanceBy(MINUTE);
    expect(await follower.run()).toMatchObject({ disconnected: 2, connected: 1, unconfirmed: 1, failed: 0 });
    expect(told).toEqual([
      `disconnected ${Number(height) + 1}`,
      `disconnected ${height}`,
      `unconfirmed ${id}`,
      `connected ${height}`,
    ]);
    expect(await fixture.row(id)).toMatchObject({
      status: 'pending',
      blockHeight: null,
      blockHash: null,
      blockTime: null,
      settledAt: null,
      reorgedAt: fixture.clock.now(),
    });
    // The node put it back into its mempool.
    await chain.mine();
    expect(await follower.run()).toMatchObject({ confirmed: 1, settled: 1 });
    expect(await fixture.row(id)).toMatchObject({ status: 'confirmed', blockHeight: Number(height) + 1 });
  });

  test('is followed even while the other branch has no block yet', async () => {
    const signed = await fixture.sign(await fixture.coin());
    const { follower } = await started();
    const id = await fixture.track(signed);
    const hash = await fixture.mineOnly(signed);
    await follower.run();
    await chain.invalidate(hash);
    expect(await follower.run()).toMatchObject({ disconnected: 1, connected: 0, unconfirmed: 1 });
    expect(await fixture.row(id)).toMatchObject({ status: 'pending' });
    await chain.rpc('reconsiderblock', [hash]);
    expect(await follower.run()).toMatchObject({ connected: 1, confirmed: 1 });
  });

  test('that brings a double spend gives the payment up, and the way back confirms it after all', async () => {
    const coin = await fixture.coin();
    const [ours, theirs] = [await fixture.sign(coin), await fixture.sign(coin, 900n)];
    const { follower, told } = await started();
    const id = await fixture.track(ours);
    const first = await fixture.mineOnly(ours);
    await follower.run();

    await chain.invalidate(first);
    const second = await fixture.mineOnly(theirs);
    told.length = 0;
    expect(await follower.run()).toMatchObject({ disconnected: 1, connected: 1, unconfirmed: 1, failed: 1 });
    expect(await fixture.row(id)).toMatchObject({
      status: 'failed',
      failure: 'double_spent',
      conflictTxid: theirs.txid,
    });

    await chain.invalidate(second);
    await chain.rpc('reconsiderblock', [first]);
    expect(await follower.run()).toMatchObject({ disconnected: 1, connected: 1, confirmed: 1 });
    expect(await fixture.row(id)).toMatchObject({
      status: 'confirmed',
      blockHash: first,
      failure: null,
      conflictTxid: null,
    });
    expect(told.filter((line) => line.includes(id))).toEqual([
      `unconfirmed ${id}`,
      `failed ${id} double_spent`,
      `confirmed ${id}`,
      `settled ${id}`,
    ]);
  });

  test('that takes the very block at which following began is followed', async () => {
    const signed = await fixture.sign(await fixture.coin());
    await chain.mine(2);
    const { follower } = await started();
    const id = await fixture.track(signed);
    const height = await chain.height();
    await chain.invalidate(await chain.rpc<string>('getblockhash', [height - 1]));
    for (let n = 0; n < 2; n++) await fixture.mineOnly();
    await fixture.mineOnly(signed);
    expect(await follower.run()).toMatchObject({ outcome: 'caught_up', connected: 3, confirmed: 1 });
    expect(await fixture.row(id)).toMatchObject({ status: 'confirmed', blockHeight: height + 1 });
  });

  test('deeper than what is remembered stops the follower with nothing undone, and is said', async () => {
    const signed = await fixture.sign(await fixture.coin());
    const { follower, told } = await started({ keepBlocks: 3 });
    const id = await fixture.track(signed);
    const first = await fixture.mineOnly(signed);
    await chain.mine(4);
    await follower.run();
    expect(await fixture.database.client.chainBlock.count()).toBe(3);

    await chain.invalidate(first);
    await fixture.mineOnly();
    told.length = 0;
    await expect(follower.run()).rejects.toMatchObject({ name: 'FollowerError', code: 'REORG_TOO_DEEP' });
    expect(told).toEqual([]);
    expect(await fixture.row(id)).toMatchObject({ status: 'confirmed' });
    expect(follower.status().lastError).toContain('none of the 3 blocks');

    // Whoever repairs the node repairs the follower.
    await chain.rpc('reconsiderblock', [first]);
    expect(await follower.run()).toMatchObject({ outcome: 'caught_up' });
    expect(follower.status().lastError).toBeUndefined();
  });
});

test('a double spend in a block gives the payment up', async () => {
  const coin = await fixture.coin();
  const [ours, theirs] = [await fixture.sign(coin), await fixture.sign(coin, 900n)];
  const { follower, told } = await started();
  const id = await fixture.track(ours);
  await fixture.send(ours);
  await fixture.mineOnly(theirs);
  expect(await follower.run()).toMatchObject({ connected: 1, failed: 1 });
  expect(await fixture.row(id)).toMatchObject({
    status: 'failed',
    failure: 'double_spent',
    conflictTxid: theirs.txid,
  });
  expect(told.slice(1)).toEqual([`failed ${id} double_spent`]);
});

test('every step is one database transaction: an observer that throws undoes it, and the next run repeats it', async () => {
  const [first, second] = [
    await fixture.sign(await fixture.coin()),
    await fixture.sign(await fixture.coin()),
  ];
  const observer = recorder();
  let faults = 1;
  const faulty = {
    async onSettled(_tx: unknown, rows: readonly { txid: string | null }[]) {
      if (rows.some(({ txid }) => txid === second.txid) && faults-- > 0) throw new Error('billing broke');
    },
  };
  const follower = followChain(fixture.deps([observer, faulty]));
  await follower.run();
  const ids = [await fixture.track(first), await fixture.track(second)];
  await fixture.mineOnly(first);
  await fixture.mineOnly(second);
  const events = (await fixture.updates()).length;

  await expect(follower.run()).rejects.toThrow('billing broke');
  expect(follower.status().lastError).toBe('billing broke');
  const rows = () => Promise.all(ids.map((id) => fixture.row(id)));
  expect((await rows()).map(({ status }) => status)).toEqual(['confirmed', 'pending']);
  expect((await fixture.updates()).length - events).toBe(1);

  expect(await follower.run()).toMatchObject({ connected: 1, confirmed: 1, settled: 1 });
  expect((await rows()).map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  expect((await fixture.updates()).length - events).toBe(2);

  const before = await rows();
  expect(await follower.run()).toMatchObject({ connected: 0, confirmed: 0, settled: 0 });
  expect(await rows()).toEqual(before);
});

test('two processes that follow at once do each block once', async () => {
  const observers = [recorder(), recorder()];
  const followers = observers.map((observer) => followChain(fixture.deps([observer])));
  await followers[0]?.run();
  const base = await chain.height();
  await chain.mine(10);
  for (let round = 0; round < 20 && followers[0]?.status().tipHeight !== base + 10; round++) {
    await Promise.all(followers.map((follower) => follower.run()));
  }
  const told = observers.flatMap((observer) => observer.told).filter((line) => line.startsWith('connected'));
  expect(told.length).toBe(10);
  expect(new Set(told).size).toBe(10);
});

test('a node that is away changes nothing; the next run goes on', async () => {
  const { follower } = await started();
  const signed = await fixture.sign(await fixture.coin());
  const id = await fixture.track(signed);
  await fixture.mineOnly(signed);
  const away = followChain(
    fixture.deps([], {
      rpc: {
        callCount: 0,
        call: (method, params) =>
          method === 'getblock' ? Promise.reject(new Error('gone')) : fixture.rpc.call(method, params),
        batch: (requests) => fixture.rpc.batch(requests),
      },
    }),
  );
  await expect(away.run()).rejects.toThrow('gone');
  expect(await fixture.row(id)).toMatchObject({ status: 'pending' });
  await follower.run();
  expect(await fixture.row(id)).toMatchObject({ status: 'confirmed' });
});

test('a node of another network is refused', async () => {
  const follower = followChain(fixture.deps([], { network: 'mainnet' }));
  await expect(follower.run()).rejects.toMatchObject({ code: 'WRONG_CHAIN' });
  expect(await fixture.database.client.chainBlock.count()).toBe(0);
});

test('a node that has yet to catch up is waited for', async () => {
  const { follower, told } = await started();
  const tip = await fixture.database.client.chainBlock.findFirstOrThrow({ orderBy: { height: 'desc' } });
  // As if we had seen three blocks more than this node has.
  for (let n = 1; n <= 3; n++) {
    const hash = String(n).repeat(64);
    await fixture.database.client.chainBlock.create({
      data: {
        height: tip.height + n,
        hash,
        prevHash: tip.hash,
        time: tip.time,
        connectedAt: tip.connectedAt,
      },
    });
  }
  expect(await follower.run()).toMatchObject({ outcome: 'node_behind', disconnected: 0 });
  await chain.mine(3);
  expect(await follower.run()).toMatchObject({ outcome: 'node_behind', disconnected: 0 });
  // A longer chain without our blocks is the chain.
  await chain.mine();
  expect(await follower.run()).toMatchObject({ outcome: 'caught_up', disconnected: 3, connected: 4 });
  expect(told.filter((line) => line.startsWith('disconnected'))).toHaveLength(3);
});

test('a start height reads the chain from there', async () => {
  const signed = await fixture.sign(await fixture.coin());
  const id = await fixture.track(signed);
  await fixture.mineOnly(signed);
  const height = await chain.height();
  const follower = followChain(fixture.deps([], { startHeight: height }));
  expect(await follower.run()).toMatchObject({ connected: 1, confirmed: 1 });
  expect(await fixture.row(id)).toMatchObject({ blockHeight: height });
});

test('what a block costs in calls does not depend on what waits', async () => {
  const { follower } = await started();
  const calls = async () => {
    const before = fixture.rpc.callCount;
    await chain.mine();
    await follower.run();
    return fixture.rpc.callCount - before;
  };
  const alone = await calls();
  for (let n = 0; n < 20; n++) {
    const txid = Buffer.alloc(32, n + 1).toString('hex');
    await fixture.track({ txid, hex: '00', inputs: [{ txid, vout: 0 }] });
  }
  expect(await calls()).toBe(alone);
  expect(alone).toBe(4);
});

test('stopping ends a pass after its present step, and later passes do nothing', async () => {
  const { follower } = await started();
  const base = await chain.height();
  await chain.mine(3);
  let stopped: Promise<void> | undefined;
  const stoppable = followChain(
    fixture.deps([
      {
        async onBlockConnected() {
          stopped ??= stoppable.stop();
        },
      },
    ]),
  );
  expect(await stoppable.run()).toMatchObject({ outcome: 'stopped', connected: 1 });
  await stopped;
  expect(await stoppable.run()).toMatchObject({ outcome: 'stopped', connected: 0 });
  expect(stoppable.status()).toMatchObject({ tipHeight: base + 1, lastError: undefined });
  expect(await follower.run()).toMatchObject({ outcome: 'caught_up', connected: 2 });
});
