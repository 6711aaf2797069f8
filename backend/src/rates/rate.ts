import type { Ratio } from '../platform/money/index.ts';

/** Currencies by the codes of the ledger: how much of `quote` one whole `base` is. */
export interface RatePair {
  readonly base: string;
  readonly quote: string;
}

/** What one source says about a pair. */
export interface ObservedRate {
  readonly pair: RatePair;
  /** Whole units of the quote currency for one whole unit of the base currency. */
  readonly ratio: Ratio;
  /** When the source last brought it up to date; when it was asked, for sources that do not say. */
  readonly observedAt: Date;
}

/** A rate that enough sources agree on. */
export interface Rate {
  readonly pair: RatePair;
  readonly ratio: Ratio;
  /** The oldest observation that went into it. */
  readonly observedAt: Date;
  /** Names of the sources that went into it; empty for a currency in itself or in what it is pegged to. */
  readonly sources: readonly string[];
}

/** How a pair is written: `BTC/USD`. */
export function pairName({ base, quote }: RatePair): string {
  return `${base}/${quote}`;
}
