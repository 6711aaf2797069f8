import type { OutPoint, ParsedTx } from '@charmbills/charms';

/** A transaction of a block. What most readers of a block do not need is parsed when asked for. */
export interface BlockTransaction extends ParsedTx {
  /** As serialised, with witnesses. A view into the block. */
  readonly raw: Uint8Array;
  /** The outputs it spends; none for the coinbase. */
  readonly spends: readonly OutPoint[];
  /** Whether an output carries a spell or something that claims to be one. */
  readonly hasSpellOutput: boolean;
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
