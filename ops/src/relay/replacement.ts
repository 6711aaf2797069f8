import { satsOf } from '../stack/rpc.ts';
import type { MempoolEntry, RelayState } from './relay-state.ts';
import { type DecodedTransaction, inputKeys } from './transaction.ts';

/** What has to go when a transaction comes in: everything that spends the same outputs, with descendants. */
export interface Displaced {
  readonly inNode: ReadonlySet<string>;
  readonly inPool: ReadonlySet<string>;
}

interface Conflict {
  readonly txid: string;
  readonly feeSats: bigint;
  readonly vsize: bigint;
}

interface Conflicts extends Displaced {
  /** Those that spend the very same outputs. */
  readonly direct: readonly Conflict[];
  /** Fees of everything displaced. */
  readonly feeSats: bigint;
}

interface Spender {
  readonly spendingtxid?: string;
}

/** Finds everything unconfirmed that a transaction conflicts with, on both sides. */
export async function findConflicts(state: RelayState, transaction: DecodedTransaction): Promise<Conflicts> {
  const { node, pool, evicted } = state;
  const direct: Conflict[] = [];
  const inNode = new Set<string>();
  const inPool = new Set<string>();

  const inputs = transaction.vin.map(({ txid, vout }) => ({ txid, vout }));
  const spenders = await node<Spender[]>('gettxspendingprevout', [inputs]);
  for (const txid of new Set(spenders.map(({ spendingtxid }) => spendingtxid))) {
    if (txid === undefined || txid === transaction.txid || evicted.has(txid)) continue;
    const entry = await node<MempoolEntry>('getmempoolentry', [txid]);
    direct.push({ txid, feeSats: satsOf(entry.fees.base), vsize: BigInt(entry.vsize) });
    inNode.add(txid);
    for (const child of await node<string[]>('getmempooldescendants', [txid])) inNode.add(child);
  }
  for (const txid of new Set(inputKeys(transaction).map((key) => pool.spenderOf(key)))) {
    const conflict = txid === undefined ? undefined : pool.get(txid);
    if (conflict === undefined || conflict.txid === transaction.txid) continue;
    direct.push({ txid: conflict.txid, feeSats: conflict.feeSats, vsize: BigInt(conflict.decoded.vsize) });
    inPool.add(conflict.txid);
  }
  for (const txid of [...inNode, ...inPool]) {
    for (const child of pool.withDescendants(txid)) inPool.add(child.txid);
  }

  let feeSats = 0n;
  for (const txid of inNode)
    feeSats += satsOf((await node<MempoolEntry>('getmempoolentry', [txid])).fees.base);
  for (const txid of inPool) feeSats += pool.get(txid)?.feeSats ?? 0n;
  return { direct, inNode, inPool, feeSats };
}

/**
 * Whether a transaction may take the place of what it conflicts with: it must pay more per byte than each
 * direct conflict and, in all, more than everything it displaces plus its own relay (rules 3, 4 and 6 of
 * Bitcoin Core's doc/policy/mempool-replacements.md).
 * @param relaySats what relaying the transaction itself costs.
 * @returns the reason in the node's words, or undefined.
 */
export function replacementFault(
  transaction: { readonly txid: string; readonly feeSats: bigint; readonly vsize: number },
  conflicts: Conflicts,
  relaySats: bigint,
): string | undefined {
  const { txid, feeSats, vsize } = transaction;
  const refused = `insufficient fee, rejecting replacement ${txid}`;
  for (const conflict of conflicts.direct) {
    if (feeSats * conflict.vsize <= conflict.feeSats * BigInt(vsize)) {
      return `${refused}; new feerate is not above that of ${conflict.txid}`;
    }
  }
  if (conflicts.direct.length > 0 && feeSats < conflicts.feeSats + relaySats) {
    return `${refused}, less fees than conflicting txs; ${feeSats} < ${conflicts.feeSats + relaySats} sat`;
  }
  return undefined;
}
