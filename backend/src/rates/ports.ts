import type { ObservedRate, RatePair } from './rate.ts';

/** Somebody who publishes prices. */
export interface RateSource {
  /** As configuration and logs name it. */
  readonly name: string;
  /**
   * What it says about these pairs now; those it does not know are left out.
   * @throws RateSourceError when it cannot be asked or does not make sense
   */
  fetch(pairs: readonly RatePair[]): Promise<readonly ObservedRate[]>;
}
