import type { OutPoint, ParsedTx } from '@charmbills/charms';

/** A transaction of a block. What few readers need is parsed when it is asked for. */
export interface BlockTransaction extends ParsedTx {
  /** As serialised, with witnesses. A view into the block. */
  readonly raw: Uint8Array;
  /** The outputs it spends, in order; none for the coinbase. */
  readonly spends: readonly OutPoint[];
  /** False when it carries no spell for certain; `readSpell` tells about the others. */
  readonly mayCarrySpell: boolean;
}

/** A block of the best chain. */
export interface ConnectedBlock {
  readonly height: number;
  readonly hash: string;
  readonly prevHash: string;
  /** What its miner claims; the chain keeps it within two hours of the truth. */
  readonly time: Date;
  readonly transactions: readonly BlockTransaction[];
}
