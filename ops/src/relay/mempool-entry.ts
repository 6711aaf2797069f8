import { satsOf } from '../stack/rpc.ts';
import type { RelayState } from './relay-state.ts';
import type { SidePool } from './side-pool.ts';
import type { PoolTransaction } from './transaction.ts';

/** Bitcoin as a JSON number: exact for every amount there can be. */
export function asBitcoin(sats: bigint): number {
  return Number(sats) / 1e8;
}

/** What `getmempoolentry` says of a transaction in the side pool. */
export function mempoolEntry(pool: SidePool, transaction: PoolTransaction) {
  const { txid, decoded, feeSats, time, height, nodeParents } = transaction;
  const ancestors = pool.withAncestors(txid);
  const descendants = pool.withDescendants(txid);
  return {
    vsize: decoded.vsize,
    weight: decoded.weight,
    time,
    height,
    ancestorcount: ancestors.length + nodeParents.length,
    ancestorsize: sizeOf(ancestors),
    descendantcount: descendants.length,
    descendantsize: sizeOf(descendants),
    wtxid: decoded.hash,
    fees: {
      base: asBitcoin(feeSats),
      modified: asBitcoin(feeSats),
      ancestor: asBitcoin(feesOf(ancestors)),
      descendant: asBitcoin(feesOf(descendants)),
    },
    depends: [...nodeParents, ...pool.parentsOf(transaction).map((parent) => parent.txid)],
    spentby: pool.childrenOf(txid).map((child) => child.txid),
    'bip125-replaceable': true,
    unbroadcast: false,
  };
}

export function sizeOf(transactions: readonly PoolTransaction[]): number {
  return transactions.reduce((sum, { decoded }) => sum + decoded.vsize, 0);
}

export function feesOf(transactions: readonly PoolTransaction[]): bigint {
  return transactions.reduce((sum, { feeSats }) => sum + feeSats, 0n);
}

interface MempoolInfo {
  readonly size: number;
  readonly bytes: number;
  readonly usage: number;
  readonly total_fee: number;
}

/** The node's `getmempoolinfo` with the side pool added and what was evicted taken off. */
export async function mempoolInfo({ node, pool, evicted }: RelayState): Promise<MempoolInfo> {
  const info = await node<MempoolInfo>('getmempoolinfo');
  let { size, bytes, usage } = info;
  let feeSats = satsOf(info.total_fee);
  for (const txid of evicted) {
    const entry = await node<{ vsize: number; fees: { base: number } }>('getmempoolentry', [txid]);
    size -= 1;
    bytes -= entry.vsize;
    feeSats -= satsOf(entry.fees.base);
  }
  size += pool.size;
  bytes += sizeOf(pool.all());
  usage += pool.all().reduce((sum, { hex }) => sum + hex.length / 2, 0);
  return { ...info, size, bytes, usage, total_fee: asBitcoin(feeSats + feesOf(pool.all())) };
}
