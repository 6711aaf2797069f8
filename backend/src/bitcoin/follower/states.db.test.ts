import { createHash } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../platform/clock.ts';
import { type Database, openDatabase } from '../../platform/database/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import type { ConnectedBlock } from '../blocks/block.ts';
import { createBitcoinRpc } from '../rpc/index.ts';
import { findChainTransaction } from '../transactions/chain-transaction.repository.ts';
import { createChainTransaction } from '../transactions/create-chain-transaction.ts';
import { recordBroadcast } from '../transactions/record-broadcast.ts';
import { recordBuilt } from '../transactions/record-built.ts';
import { recordFailures } from '../transactions/record-failures.ts';
import { type ChainState, type ChainTrigger, stateOf, TRANSITIONS } from '../transactions/transitions.ts';
import { insertBlock, type KnownBlock } from './chain-block.repository.ts';
import { connectBlock } from './connect-block.ts';
import { disconnectBlock } from './disconnect-block.ts';
import type { FollowerDeps } from './follower-deps.ts';

const CONFIRMATIONS = 2;
const COUNT = 3;
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** What can happen: a block with some of our transactions and some that conflict with ours, and so on. */
type Step =
  | { readonly do: 'connect'; readonly ours: readonly number[]; readonly conflicts: readonly number[] }
  | { readonly do: 'disconnect' }
  | { readonly do: 'replace' | 'broadcast'; readonly which: number };

const which = fc.nat({ max: COUNT - 1 });
const subset = fc.uniqueArray(which, { maxLength: COUNT });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('connect' as const), ours: subset, conflicts: subset }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('disconnect' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('replace' as const, 'broadcast' as const), which }),
  },
);

/** What a chain and the table of transitions say, without a database. */
class Model {
  readonly states: ChainState[] = Array<ChainState>(COUNT).fill('pending');
  readonly heights: (number | undefined)[] = Array(COUNT).fill(undefined);
  readonly blocks: { readonly ours: readonly number[]; readonly conflicts: readonly number[] }[] = [];

  /** A chain holds each transaction once, and never two that spend the same. */
  allowed({ ours, conflicts }: { readonly ours: readonly number[]; readonly conflicts: readonly number[] }) {
    const used = new Set(this.blocks.flatMap((block) => [...block.ours, ...block.conflicts]));
    const free = ours.filter((i) => !used.has(i));
    return { ours: free, conflicts: conflicts.filter((i) => !used.has(i) && !free.includes(i)) };
  }

  trigger(i: number, trigger: ChainTrigger): boolean {
    const next = TRANSITIONS[this.states[i] ?? 'pending'][trigger];
    if (next) this.states[i] = next;
    return next !== undefined;
  }

  connect(block: { readonly ours: readonly number[]; readonly conflicts: readonly number[] }): void {
    this.blocks.push(block);
    const height = this.blocks.length;
    for (const i of block.ours) if (this.trigger(i, 'connected')) this.heights[i] = height;
    for (const i of block.conflicts) this.trigger(i, 'failed');
    for (const [i, at] of this.heights.entries()) {
      if (at !== undefined && at <= height - CONFIRMATIONS + 1) this.trigger(i, 'buried');
    }
  }

  disconnect(): void {
    const height = this.blocks.length;
    this.blocks.pop();
    for (const [i, at] of this.heights.entries()) {
      if (at !== height) continue;
      this.trigger(i, 'disconnected');
      this.heights[i] = undefined;
    }
  }
}

async function execute(steps: readonly Step[], run: number): Promise<void> {
  const merchantId = `mer_${run}`;
  const clock = new ManualClock(new Date('2030-01-01T00:00:00Z'));
  const rpc = createBitcoinRpc({ url: 'http://127.0.0.1:1', user: '', password: '', timeoutMs: 1 });
  const deps: FollowerDeps = {
    rpc,
    database,
    clock,
    logger: silentLogger,
    observers: [],
    confirmations: CONFIRMATIONS,
    network: 'regtest',
  };
  const name = (what: string, i: number) => hashOf(`${run} ${what} ${i}`);
  const ids = await database.transaction(async (tx) => {
    await tx.chainBlock.deleteMany();
    const base = { height: 0, hash: name('block', 0), prevHash: '', time: clock.now() };
    await insertBlock(tx, base, 0, clock.now());
    const created: string[] = [];
    for (let i = 0; i < COUNT; i++) {
      const wish = { merchantId, kind: 'plan_mint', personId: null, amountSats: 1n } as const;
      const key = await createChainTransaction(tx, wish, clock.now());
      const inputs = [{ txid: name('coin', i), vout: i }];
      await recordBuilt(tx, key, { txid: name('ours', i), feeSats: null, inputs }, clock.now());
      created.push(key.id);
    }
    return created;
  });
  const idOf = (i: number) => ids[i] ?? '';

  const model = new Model();
  const tips: KnownBlock[] = [{ height: 0, hash: name('block', 0) }];
  let blocks = 0;
  for (const next of steps) {
    clock.advanceBy(1_000);
    const tip = tips.at(-1);
    if (!tip) throw new Error('no tip');
    if (next.do === 'connect') {
      const content = model.allowed(next);
      const transaction = (what: string) => (i: number) => ({
        txid: name(what, i),
        spends: [{ txid: name('coin', i), vout: i }],
        raw: Buffer.from(`${what} ${i}`),
        mayCarrySpell: false,
        version: 2,
        locktime: 0,
        inputs: [],
        outputs: [],
      });
      const block: ConnectedBlock = {
        height: tip.height + 1,
        hash: name('block', ++blocks),
        prevHash: tip.hash,
        time: clock.now(),
        transactions: [
          ...content.ours.map(transaction('ours')),
          ...content.conflicts.map(transaction('theirs')),
        ],
      };
      expect(await connectBlock(deps, tip, block)).toBeDefined();
      tips.push(block);
      model.connect(content);
    } else if (next.do === 'disconnect') {
      if (tip.height === 0) continue;
      expect(await disconnectBlock(deps, tip)).toBeDefined();
      tips.pop();
      model.disconnect();
    } else if (next.do === 'replace') {
      const failure = { merchantId, id: idOf(next.which), failure: 'replaced', conflictTxid: null } as const;
      const failed = await database.transaction((tx) => recordFailures(tx, [], [failure], clock.now()));
      expect(failed.length === 1).toBe(model.trigger(next.which, 'failed'));
    } else {
      const key = { merchantId, id: idOf(next.which) };
      const raw = Buffer.from('signed');
      const row = await database.transaction((tx) => recordBroadcast(tx, [], key, raw, clock.now()));
      expect(row !== undefined).toBe(model.trigger(next.which, 'broadcast'));
    }
    const rows = await Promise.all(
      ids.map((id) => findChainTransaction(database.client, { merchantId, id })),
    );
    expect(rows.map((row) => row && stateOf(row))).toEqual(model.states);
    expect(rows.map((row) => row?.blockHeight ?? undefined)).toEqual(model.heights);
    expect(rows.map((row) => row?.failure !== null)).toEqual(model.states.map((state) => state === 'failed'));
  }
}

let runs = 0;
test('whatever blocks come and go, the rows are what the table of transitions makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), (steps) => execute(steps, runs++)),
    { numRuns: 40 },
  );
}, 120_000);
