import { type RpcCall, satsOf } from '../stack/rpc.ts';

/** An output as the node decodes it. */
export interface DecodedOutput {
  readonly n: number;
  /** Bitcoin. */
  readonly value: number;
  readonly scriptPubKey: { readonly hex: string; readonly type: string; readonly address?: string };
}

interface DecodedInput {
  readonly txid: string;
  readonly vout: number;
}

/** A transaction as the node decodes it (`decoderawtransaction`). */
export interface DecodedTransaction {
  readonly txid: string;
  readonly hash: string;
  readonly version: number;
  readonly vsize: number;
  readonly weight: number;
  readonly vin: readonly DecodedInput[];
  readonly vout: readonly DecodedOutput[];
}

/** A transaction that waits in the side pool. */
export interface PoolTransaction {
  readonly txid: string;
  readonly hex: string;
  readonly decoded: DecodedTransaction;
  readonly feeSats: bigint;
  /** When it came, in seconds since 1970. */
  readonly time: number;
  /** The chain's height when it came. */
  readonly height: number;
  /** Its parents in the node's own mempool. */
  readonly nodeParents: readonly string[];
}

export function decode(node: RpcCall, hex: string): Promise<DecodedTransaction> {
  return node<DecodedTransaction>('decoderawtransaction', [hex]);
}

/** The name of an output, as a key. */
export function outpointKey(outpoint: { readonly txid: string; readonly vout: number }): string {
  return `${outpoint.txid}:${outpoint.vout}`;
}

export function inputKeys(transaction: DecodedTransaction): readonly string[] {
  return transaction.vin.map(outpointKey);
}

export function outputSum(transaction: DecodedTransaction): bigint {
  return transaction.vout.reduce((sum, { value }) => sum + satsOf(value), 0n);
}
