import { randomBytes } from 'node:crypto';
import { Transaction } from 'bitcoinjs-lib';
import type { TestBilling } from '../../billing/testing.ts';
import type { BlockTransaction } from '../../bitcoin/blocks/block.ts';
import { readBlockTransaction } from '../../bitcoin/blocks/read-block.ts';
import { insertBlock, type KnownBlock } from '../../bitcoin/follower/chain-block.repository.ts';
import { connectBlock } from '../../bitcoin/follower/connect-block.ts';
import { disconnectBlock } from '../../bitcoin/follower/disconnect-block.ts';
import type { FollowerDeps } from '../../bitcoin/follower/follower-deps.ts';
import {
  type ChainObserver,
  type ChainTransactionFailure,
  createBitcoinRpc,
  recordFailures,
} from '../../bitcoin/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';

/** A transaction that nobody has to sign, with outputs as asked. */
export function someTransaction(
  ...outputs: readonly { readonly script: Uint8Array; readonly amountSats: bigint }[]
): BlockTransaction {
  const transaction = new Transaction();
  transaction.addInput(randomBytes(32), 0);
  for (const { script, amountSats } of outputs) transaction.addOutput(script, amountSats);
  return readBlockTransaction(transaction.toBuffer());
}

/** A chain without a node: its blocks hold what a test says, and follow what it does. */
export class TestChain {
  readonly #blocks: KnownBlock[] = [];

  private constructor(
    private readonly billing: TestBilling,
    readonly observers: readonly ChainObserver[],
  ) {}

  static async start(billing: TestBilling, observers: readonly ChainObserver[]): Promise<TestChain> {
    const chain = new TestChain(billing, observers);
    const genesis = { ...chain.#next(), time: billing.clock.now() };
    await insertBlock(billing.database.client, genesis, 0, billing.clock.now());
    chain.#blocks.push(genesis);
    return chain;
  }

  /** The mempool has these. */
  async see(...transactions: readonly BlockTransaction[]): Promise<void> {
    const { database, clock } = this.billing;
    await database.transaction(async (tx) => {
      for (const observer of this.observers) await observer.onMempool?.(tx, transactions, clock.now());
    });
  }

  /** A block with these. */
  async mine(...transactions: readonly BlockTransaction[]): Promise<void> {
    const block = { ...this.#next(), time: this.billing.clock.now(), transactions };
    if (!(await connectBlock(this.#deps(), this.#tip(), block))) throw new Error('the tip has moved');
    this.#blocks.push(block);
  }

  /** The last block leaves the chain. */
  async undo(): Promise<void> {
    if (!(await disconnectBlock(this.#deps(), this.#tip()))) throw new Error('the tip has moved');
    this.#blocks.pop();
  }

  async fail(merchantId: string, id: string, failure: ChainTransactionFailure): Promise<void> {
    const { database, clock } = this.billing;
    const failures = [{ merchantId, id, failure, conflictTxid: null }];
    await database.transaction((tx) => recordFailures(tx, this.observers, failures, clock.now()));
  }

  #tip(): KnownBlock {
    const tip = this.#blocks.at(-1);
    if (!tip) throw new Error('the chain has no blocks');
    return tip;
  }

  #next() {
    const tip = this.#blocks.at(-1);
    return {
      height: (tip?.height ?? 99) + 1,
      hash: randomBytes(32).toString('hex'),
      prevHash: tip?.hash ?? '',
    };
  }

  #deps(): FollowerDeps {
    const { database, clock } = this.billing;
    return {
      rpc: createBitcoinRpc({ url: 'http://127.0.0.1:1', user: '', password: '', timeoutMs: 1 }),
      database,
      clock,
      logger: silentLogger,
      observers: this.observers,
      confirmations: 1,
      network: 'regtest',
    };
  }
}
