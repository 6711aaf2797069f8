import { type OutPoint, parseTransaction } from '@charmbills/charms';
import { createTestDatabase, type Regtest, type TestDatabase } from '@charmbills/ops/testing';
import { ManualClock } from '../../platform/clock.ts';
import { type Database, openDatabase } from '../../platform/database/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import type { ChainObserver } from '../follower/chain-observer.ts';
import type { FollowerDeps } from '../follower/follower-deps.ts';
import { type BitcoinRpc, createBitcoinRpc, decimalFromSats } from '../rpc/index.ts';
import { findChainTransaction } from '../transactions/chain-transaction.repository.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';
import { createChainTransaction } from '../transactions/create-chain-transaction.ts';
import { recordBroadcast } from '../transactions/record-broadcast.ts';
import { recordBuilt } from '../transactions/record-built.ts';

const MERCHANT = 'mer_test';

/** A signed transaction of the node's wallet. */
export interface Signed {
  readonly txid: string;
  readonly hex: string;
  readonly inputs: readonly OutPoint[];
}

/** A database, a node and a clock, with what tests of the follower do to them. */
export class ChainFixture {
  readonly clock = new ManualClock(new Date('2030-01-01T00:00:00Z'));
  readonly rpc: BitcoinRpc;

  private constructor(
    readonly chain: Regtest,
    readonly database: Database,
    private readonly testDatabase: TestDatabase,
  ) {
    this.rpc = createBitcoinRpc({ ...chain, timeoutMs: 20_000 });
  }

  /** A database of its own on a chain that may be shared, one test after the other. */
  static async start(chain: Regtest): Promise<ChainFixture> {
    const testDatabase = await createTestDatabase();
    return new ChainFixture(chain, openDatabase({ url: testDatabase.url, poolSize: 5 }), testDatabase);
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.testDatabase.drop();
  }

  deps(observers: readonly ChainObserver[], options: Partial<FollowerDeps> = {}): FollowerDeps {
    const { rpc, database, clock } = this;
    return {
      rpc,
      database,
      clock,
      logger: silentLogger,
      observers,
      confirmations: 1,
      network: 'regtest',
      ...options,
    };
  }

  /** A transaction of ours that is built and, unless told otherwise, noted as broadcast. */
  async track(signed: Signed, { broadcast = true } = {}): Promise<string> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const input = {
        merchantId: MERCHANT,
        kind: 'plan_mint',
        personId: 'person_test',
        amountSats: 1_000n,
      } as const;
      const key = await createChainTransaction(tx, input, now);
      await recordBuilt(tx, key, { txid: signed.txid, feeSats: 200n, inputs: signed.inputs }, now);
      if (broadcast) await recordBroadcast(tx, [], key, Buffer.from(signed.hex, 'hex'), now);
      return key.id;
    });
  }

  async row(id: string): Promise<ChainTransactionRow> {
    const row = await findChainTransaction(this.database.client, { merchantId: MERCHANT, id });
    if (!row) throw new Error(`no transaction ${id}`);
    return row;
  }

  /** Signs a payment to the wallet itself that spends a coin, chosen by us so that two can spend the same. */
  async sign(coin: OutPoint & { amountSats: bigint }, feeSats = 500n): Promise<Signed> {
    const address = await this.chain.rpc<string>('getnewaddress');
    const raw = await this.chain.rpc<string>('createrawtransaction', [
      [{ txid: coin.txid, vout: coin.vout, sequence: 0xfffffffd }],
      [{ [address]: decimalFromSats(coin.amountSats - feeSats) }],
    ]);
    const parent = this.#unsent.get(coin.txid);
    const spent = parent?.outputs[coin.vout];
    const previous = spent && [
      {
        txid: coin.txid,
        vout: coin.vout,
        scriptPubKey: Buffer.from(spent.script).toString('hex'),
        amount: decimalFromSats(spent.amountSats),
      },
    ];
    const { hex } = await this.chain.rpc<{ hex: string }>('signrawtransactionwithwallet', [
      raw,
      ...(previous ? [previous] : []),
    ]);
    const parsed = parseTransaction(Buffer.from(hex, 'hex'));
    this.#unsent.set(parsed.txid, parsed);
    return { txid: parsed.txid, hex, inputs: parsed.inputs.map(({ prevout }) => prevout) };
  }

  /** Transactions that the node may not know, whose outputs can be spent all the same. */
  readonly #unsent = new Map<string, ReturnType<typeof parseTransaction>>();

  /** A confirmed coin of the wallet, which the wallet itself leaves alone. */
  async coin(amountSats = 100_000n): Promise<OutPoint & { amountSats: bigint }> {
    const coin = await this.chain.fundAddress(await this.chain.rpc<string>('getnewaddress'), amountSats);
    await this.chain.rpc('lockunspent', [false, [{ txid: coin.txid, vout: coin.vout }]]);
    return coin;
  }

  send(signed: Signed): Promise<unknown> {
    return this.chain.rpc('sendrawtransaction', [signed.hex]);
  }

  /** A block with exactly these transactions. */
  async mineOnly(...signed: readonly Signed[]): Promise<string> {
    const address = await this.chain.rpc<string>('getnewaddress');
    const { hash } = await this.chain.rpc<{ hash: string }>('generateblock', [
      address,
      signed.map(({ hex }) => hex),
    ]);
    return hash;
  }

  /** Ids of the transactions told of in events, in order. */
  async updates(): Promise<string[]> {
    const events = await this.database.client.event.findMany({ orderBy: { id: 'asc' } });
    return events.map(({ type, subjectId }) => `${type} ${subjectId}`);
  }
}
