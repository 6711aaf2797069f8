/** An output that a transaction spends, as signatures commit to it. */
export interface Prevout {
  readonly amountSats: bigint;
  /** scriptPubKey */
  readonly script: Uint8Array;
}
