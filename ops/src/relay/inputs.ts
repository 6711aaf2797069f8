import { RpcFailure, satsOf } from '../stack/rpc.ts';
import { type MempoolEntries, orUndefined, parentsFirst, type RelayState } from './relay-state.ts';
import type { DecodedTransaction, PoolTransaction } from './transaction.ts';

export interface SpentOutput {
  readonly valueSats: bigint;
  readonly from: 'chain' | 'mempool' | 'side pool';
}

interface OutputAnswer {
  readonly value: number;
  readonly confirmations: number;
}

/**
 * The output that an input spends, whether or not something unconfirmed spends it already.
 * Undefined when there is no such output, or only in a transaction that was evicted.
 */
export async function findOutput(
  state: RelayState,
  outpoint: { readonly txid: string; readonly vout: number },
): Promise<SpentOutput | undefined> {
  const { node, pool, evicted } = state;
  const { txid, vout } = outpoint;
  const here = pool.outputOf(outpoint);
  if (here !== undefined) return { valueSats: satsOf(here.value), from: 'side pool' };
  if (evicted.has(txid)) return undefined;

  for (const includeMempool of [true, false]) {
    const answer = await node<OutputAnswer | null>('gettxout', [txid, vout, includeMempool]);
    if (answer === null) continue;
    return { valueSats: satsOf(answer.value), from: answer.confirmations === 0 ? 'mempool' : 'chain' };
  }
  // Created and spent within the mempool: the node shows such an output in its transaction only.
  if ((await orUndefined(node('getmempoolentry', [txid]))) === undefined) return undefined;
  const parent = await node<DecodedTransaction>('getrawtransaction', [txid, 1]);
  const output = parent.vout[vout];
  return output && { valueSats: satsOf(output.value), from: 'mempool' };
}

/** Whether the chain holds an unspent output of a transaction. */
export async function hasUnspentOutput(
  { node }: RelayState,
  { txid, vout }: DecodedTransaction,
): Promise<boolean> {
  for (const { n } of vout) {
    if ((await node('gettxout', [txid, n, false])) !== null) return true;
  }
  return false;
}

/** Whether a transaction is in the chain. Needs no transaction index as long as one of its outputs is unspent. */
export async function isConfirmed(state: RelayState, transaction: DecodedTransaction): Promise<boolean> {
  if (await hasUnspentOutput(state, transaction)) return true;
  const indexed = state.node<{ confirmations?: number }>('getrawtransaction', [transaction.txid, 1]);
  return ((await orUndefined(indexed))?.confirmations ?? 0) > 0;
}

/** Everything unconfirmed that a transaction builds on, parents first. */
export interface UnconfirmedAncestors {
  readonly inNode: readonly string[];
  readonly inPool: readonly PoolTransaction[];
}

/** @param parents the ids of its unconfirmed parents. */
export async function unconfirmedAncestors(
  state: RelayState,
  parents: { readonly inNode: Iterable<string>; readonly inPool: Iterable<string> },
): Promise<UnconfirmedAncestors> {
  const { node, pool } = state;
  const poolIds = new Set<string>();
  for (const parent of parents.inPool) for (const { txid } of pool.withAncestors(parent)) poolIds.add(txid);
  const inPool = pool.all().filter(({ txid }) => poolIds.has(txid));

  const entries: Record<string, MempoolEntries[string]> = {};
  for (const parent of new Set([...parents.inNode, ...inPool.flatMap(({ nodeParents }) => nodeParents)])) {
    entries[parent] = await node('getmempoolentry', [parent]);
    Object.assign(entries, await node<MempoolEntries>('getmempoolancestors', [parent, true]));
  }
  return { inNode: parentsFirst(entries), inPool };
}

/** Anyone can spend it: the blocks it appears in are tried and thrown away. */
const ANY_OUTPUT = 'raw(51)';

/**
 * Whether a block with this transaction and its unconfirmed ancestors would be valid: inputs, amounts, lock
 * times and scripts, as the node itself judges them.
 * @returns the node's reason when it would not.
 */
export async function consensusFault(
  state: RelayState,
  hex: string,
  ancestors: UnconfirmedAncestors,
): Promise<string | undefined> {
  const transactions = [...ancestors.inNode, ...ancestors.inPool.map((parent) => parent.hex), hex];
  try {
    await state.node('generateblock', [ANY_OUTPUT, transactions, false]);
    return undefined;
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
    return error.text.replace(/^TestBlockValidity failed: /, '');
  }
}
