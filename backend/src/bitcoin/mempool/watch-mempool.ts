import type { BlockTransaction } from '../blocks/block.ts';
import { readBlockTransaction } from '../blocks/read-block.ts';
import type { FollowerDeps } from '../follower/follower-deps.ts';
import { oneAtATime } from '../follower/one-at-a-time.ts';
import { RpcError } from '../rpc/index.ts';
import { hastenConflicting } from './conflicts.repository.ts';

export interface MempoolWatcher {
  /**
   * One pass over what the mempool has and had not in the last pass. Passes never overlap. Costs one call for the list
   * and nothing more where nothing is new; not even that while no observer wants to know.
   * @throws NodeUnavailableError, or what an observer throws; a later pass finds what this one did not
   */
  run(): Promise<{ readonly looked: number }>;
  /** Takes a transaction that the node told of by itself. Resolves when observers know; does not throw. */
  take(raw: Uint8Array): Promise<void>;
}

export type MempoolDeps = Pick<FollowerDeps, 'rpc' | 'database' | 'clock' | 'logger' | 'observers'> & {
  /** Called when transactions of ours may have been replaced: what finds out which. */
  readonly onConflict: () => Promise<unknown>;
};

/** Transactions fetched by one call, and told of in one database transaction. */
const BATCH = 100;

/**
 * Tells observers what the mempool has. A hint that makes payments visible at once; whatever it misses is found in its
 * block.
 */
export function watchMempool(deps: MempoolDeps): MempoolWatcher {
  const { rpc, database, clock, logger, observers } = deps;
  const watching = observers.filter(({ onMempool }) => onMempool);
  let known = new Set<string>();
  let waiting: BlockTransaction[] = [];

  async function wanted(): Promise<boolean> {
    for (const observer of watching) {
      if ((await observer.wantsMempool?.(database.client, clock.now())) ?? true) return true;
    }
    return false;
  }

  async function tell(transactions: readonly BlockTransaction[]): Promise<void> {
    if (transactions.length === 0) return;
    const conflicts = await database.transaction(async (tx) => {
      const now = clock.now();
      for (const observer of watching) await observer.onMempool?.(tx, transactions, now);
      return hastenConflicting(tx, transactions, now);
    });
    if (conflicts > 0) await deps.onConflict();
  }

  async function pass(): Promise<{ looked: number }> {
    if (!(await wanted())) return { looked: 0 };
    const listed = await rpc.call<string[]>('getrawmempool');
    const fresh = listed.filter((txid) => !known.has(txid));
    const present = new Set(listed.filter((txid) => known.has(txid)));
    for (let start = 0; start < fresh.length; start += BATCH) {
      const txids = fresh.slice(start, start + BATCH);
      await tell(await fetchTransactions(deps, txids));
      for (const txid of txids) present.add(txid);
    }
    known = present;
    return { looked: fresh.length };
  }

  const flush = oneAtATime(async () => {
    const taken = waiting;
    waiting = [];
    if (await wanted()) await tell(taken);
    for (const { txid } of taken) known.add(txid);
  });

  return {
    run: oneAtATime(pass),
    async take(raw) {
      try {
        const transaction = readBlockTransaction(raw);
        if (known.has(transaction.txid)) return;
        waiting.push(transaction);
        await flush();
      } catch (error) {
        logger.warn({ err: error }, 'a transaction of the mempool could not be looked at');
      }
    },
  };
}

/** Those that are gone by now are left out. */
async function fetchTransactions(
  { rpc }: Pick<MempoolDeps, 'rpc'>,
  txids: readonly string[],
): Promise<BlockTransaction[]> {
  const answers = await rpc.batch<string>(
    txids.map((txid) => ({ method: 'getrawtransaction', params: [txid] })),
  );
  return answers.flatMap((answer) =>
    answer instanceof RpcError ? [] : [readBlockTransaction(Buffer.from(answer, 'hex'))],
  );
}
