/**
 * What a block costs that settles 1,000 payments, while ever more others wait: the time and the calls to the
 * node of one pass of the confirmation monitor, with everything that follows from it in the database.
 *
 * Reference: a monitor that asks the node for every payment that waits, one `getrawtransaction` each, measured
 * on a sample of 1,000 right before each case and extrapolated where more are waiting. It is charged for the
 * calls alone, not for what it would have to do in the database.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  addressToScript,
  type BitcoinRpc,
  type ChainFollower,
  createBitcoinRpc,
  followChain,
} from '../../../backend/src/bitcoin/index.ts';
import { charmsObserver } from '../../../backend/src/charms/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import {
  type Database,
  migrateDatabase,
  openDatabase,
} from '../../../backend/src/platform/database/index.ts';
import { silentLogger } from '../../../backend/src/platform/logging/index.ts';
import { charmsRailObserver, creditForeignMints } from '../../../backend/src/rails/charms/index.ts';
import { createDevWallet } from '../demo/wallet.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { type Regtest, startRegtest } from '../testing/regtest.ts';
import { type BenchPlan, type Mint, makeMints, mineMints } from './follower/mint-block.ts';
import { seed } from './follower/seed.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';

const SETTLING = 1_000;
const WAITING = [0, 10_000, 100_000];
const WARM_UP_ROUNDS = 2;
const ROUNDS = 5;

export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'data') });
  const chain = await startRegtest({ relay: 'never' });
  try {
    return await measureAll(chain, postgres.urlOf);
  } finally {
    await chain.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureAll(chain: Regtest, urlOf: (database: string) => string): Promise<BenchReport> {
  const rpc = createBitcoinRpc({ ...chain, timeoutMs: 60_000 });
  const hash = () => randomBytes(32).toString('hex');
  const plan: BenchPlan = {
    identity: hash(),
    vk: hash(),
    nft: { txid: hash(), vout: 0 },
    merchantScript: addressToScript(createDevWallet('p2tr').address, 'regtest'),
    priceSats: 25_000n,
  };
  progress(`signing ${SETTLING} payments and mining them into one block`);
  const mints = await makeMints(chain, plan, SETTLING);
  const height = await chain.height();
  const block = await mineMints(chain, mints);
  const rows: BenchRow[] = [];
  for (const waiting of WAITING) {
    progress(`${waiting.toLocaleString('en-US')} others wait: seeding`);
    const name = `bench_${waiting}`;
    await onDatabase(urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
    await migrateDatabase(urlOf(name));
    await onDatabase(urlOf(name), (client) => seed(client, plan, mints, waiting, height));
    const database = openDatabase({ url: urlOf(name) });
    try {
      rows.push(...(await measureCase(chain, rpc, database, block, mints, waiting)));
    } finally {
      await database.close();
    }
  }
  return { name: 'follower', rows };
}

interface Cost {
  readonly ms: number;
  readonly calls: number;
}

async function measureCase(
  chain: Regtest,
  rpc: BitcoinRpc,
  database: Database,
  block: string,
  mints: readonly Mint[],
  waiting: number,
): Promise<BenchRow[]> {
  const charms = charmsObserver({
    config: { BITCOIN_NETWORK: 'regtest' },
    logger: silentLogger,
    foreignMints: creditForeignMints('regtest'),
  });
  const follower = followChain({
    rpc,
    database,
    clock: systemClock,
    logger: silentLogger,
    observers: [charms, charmsRailObserver],
    confirmations: 1,
    network: 'regtest',
  });
  await chain.invalidate(block);
  await follower.run();
  const costs: Cost[] = [];
  const polls: number[] = [];
  const idle: Cost[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    polls.push(await poll(rpc, mints));
    await chain.rpc('reconsiderblock', [block]);
    costs.push(await costOf(rpc, () => settleAll(follower)));
    idle.push(await costOf(rpc, () => follower.run()));
    progress(`  ${costs.at(-1)?.ms.toFixed(0)} ms, ${costs.at(-1)?.calls} calls`);
    await chain.invalidate(block);
    await takeBack(follower, database);
  }
  return rowsOf(
    waiting,
    costs.slice(WARM_UP_ROUNDS),
    idle.slice(WARM_UP_ROUNDS),
    median(polls.slice(WARM_UP_ROUNDS)) / SETTLING,
  );
}

/** @param perCall milliseconds of one call of the reference */
function rowsOf(
  waiting: number,
  settle: readonly Cost[],
  idle: readonly Cost[],
  perCall: number,
): BenchRow[] {
  const polled = waiting + SETTLING;
  const others = `${text(waiting)} others wait`;
  const how = waiting === 0 ? 'measured' : `extrapolated from ${text(SETTLING)}`;
  const ms = median(settle.map((cost) => cost.ms));
  const calls = median(settle.map((cost) => cost.calls));
  const reference = `${text(polled)} x getrawtransaction, ${how}`;
  const rows = [
    benchRow(`settle ${text(SETTLING)}, ${others} (reference: ${reference})`, 'ms', ms, perCall * polled),
    benchRow(`settle ${text(SETTLING)}, ${others}`, 'RPC calls', calls, polled),
  ];
  if (waiting === 0) return rows;
  const idleMs = median(idle.map((cost) => cost.ms));
  return [
    ...rows,
    benchRow(`no new block, ${others} (reference: extrapolated)`, 'ms', idleMs, perCall * waiting),
  ];
}

function text(count: number): string {
  return count.toLocaleString('en-US');
}

async function settleAll(follower: ChainFollower): Promise<void> {
  const { connected, confirmed, settled } = await follower.run();
  if (connected !== 1 || confirmed !== SETTLING || settled !== SETTLING) {
    throw new Error(`expected ${SETTLING} payments to settle, not ${confirmed} and ${settled}`);
  }
}

/** Undoes the block, and all that the mempool check makes of it, so that every round starts alike. */
async function takeBack(follower: ChainFollower, database: Database): Promise<void> {
  const { unconfirmed } = await follower.run();
  if (unconfirmed !== SETTLING) throw new Error(`expected ${SETTLING} payments back, not ${unconfirmed}`);
  const { rows } = await database.pool.query<{ active: string }>(
    `SELECT count(*) AS active FROM subscriptions WHERE status = 'active'`,
  );
  if (rows[0]?.active !== '0') throw new Error(`${rows[0]?.active} subscriptions kept what they lost`);
  await database.pool.query('TRUNCATE events');
}

async function poll(rpc: BitcoinRpc, mints: readonly Mint[]): Promise<number> {
  const start = performance.now();
  for (const { txid } of mints) await rpc.call('getrawtransaction', [txid, true]);
  return performance.now() - start;
}

async function costOf(rpc: BitcoinRpc, work: () => Promise<unknown>): Promise<Cost> {
  const calls = rpc.callCount;
  const start = performance.now();
  await work();
  return { ms: performance.now() - start, calls: rpc.callCount - calls };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function onDatabase(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
