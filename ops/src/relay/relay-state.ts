import type { RpcCall } from '../stack/rpc.ts';
import type { SidePool } from './side-pool.ts';

/** What the relay knows; everything else it asks the node for. */
export interface RelayState {
  /** Calls the node with the relay's own credentials. */
  readonly node: RpcCall;
  readonly pool: SidePool;
  /**
   * Transactions that a node cannot be told to forget: they are in its mempool, but lost to one in the side
   * pool. They are shown to nobody and not mined.
   */
  readonly evicted: Set<string>;
  /** The block that the two above were last brought in line with. */
  tip: string;
}

/** An entry of `getrawmempool true`, as far as the relay reads it. Fees are in bitcoin. */
export interface MempoolEntry {
  readonly vsize: number;
  readonly weight: number;
  readonly ancestorcount: number;
  readonly fees: { readonly base: number; readonly descendant: number };
  readonly depends: readonly string[];
}

export type MempoolEntries = Readonly<Record<string, MempoolEntry>>;

/** Transaction ids with parents before children. */
export function parentsFirst(entries: MempoolEntries): readonly string[] {
  return Object.entries(entries)
    .sort(([, a], [, b]) => a.ancestorcount - b.ancestorcount)
    .map(([txid]) => txid);
}

/** True when a call's error is the node's own "not found". */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}
