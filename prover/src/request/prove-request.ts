import type { Data, Hex, NormalizedSpell, ParsedTx } from '@charmbills/charms';

/** A previous transaction, as it was sent. */
export interface PrevTx {
  readonly raw: Uint8Array;
  readonly tx: ParsedTx;
}

/** The body of `POST /spells/prove`, read and checked for form. */
export interface ProveRequest {
  readonly spell: NormalizedSpell;
  /** Private inputs by app id. */
  readonly privateInputs: ReadonlyMap<string, Data>;
  /** WASM by vk. */
  readonly binaries: ReadonlyMap<Hex, Uint8Array>;
  readonly prevTxs: readonly PrevTx[];
  readonly changeAddress: string;
  /** Thousandths of a satoshi for a virtual byte. */
  readonly feeRateMilliSats: bigint;
}

/** The fields of a request in the form that JSON and CBOR share. */
export interface RequestFields {
  readonly spell: NormalizedSpell;
  readonly privateInputs: ReadonlyMap<string, Data>;
  readonly binaries: ReadonlyMap<Hex, Uint8Array>;
  /** Hexadecimal. */
  readonly prevTxs: readonly string[];
  readonly changeAddress: string;
  /** Satoshi for a virtual byte. */
  readonly feeRate: number;
  readonly chain: string;
}
