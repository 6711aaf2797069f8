import type { OutPoint } from '@charmbills/charms';

/** A confirmed output that nothing known spends. */
export interface Utxo {
  readonly outPoint: OutPoint;
  readonly amountSats: bigint;
  /** scriptPubKey */
  readonly script: Uint8Array;
  /** At least 1. */
  readonly confirmations: number;
}

/** Where outputs that can fund a transaction are found: our node on regtest, Esplora on public networks. */
export interface UtxoSource {
  /**
   * Outputs of an address that can be spent now: confirmed, mature if from a coinbase, and spent by no
   * transaction of the mempool.
   * @throws NodeUnavailableError or UtxoSourceUnavailableError
   */
  listUnspent(address: string): Promise<Utxo[]>;
  /**
   * A transaction as serialised, checked to be the one of this id; undefined when the source has none.
   * @throws NodeUnavailableError or UtxoSourceUnavailableError
   */
  getRawTransaction(txid: string): Promise<Uint8Array | undefined>;
}
