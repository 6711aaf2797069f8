import type { ProviderAsset } from './deposit-provider.ts';

export interface PayoutDestination {
  readonly asset: string;
  readonly address: string;
  /** Memo or tag, for networks that have one. */
  readonly addressExtra: string | null;
}

export interface NewPayout extends PayoutDestination {
  /** Our id: what it is looked up by when no answer comes. */
  readonly withdrawalId: string;
  /** Smallest units. */
  readonly amount: bigint;
}

/** A payout as the provider has it. */
export interface PayoutReport {
  /** The provider's ids of the payout and of the batch it is in. */
  readonly reference: string;
  readonly batch: string;
  /** Our id; null where the provider does not say. */
  readonly withdrawalId: string | null;
  readonly asset: string;
  readonly address: string;
  /** Smallest units; undefined for an amount that is none of the asset's. */
  readonly amount: bigint | undefined;
  /** `created` waits to be confirmed; `pending` is on its way. */
  readonly outcome: 'created' | 'pending' | 'paid' | 'failed';
  readonly networkTxid: string | null;
  /** Why it failed, in the provider's words. */
  readonly error: string | null;
}

/**
 * What became of something that must not be done twice. `refused` and `unavailable`: certainly not done;
 * `unknown`: it may have been, and has to be looked up before it is asked again.
 */
export type PayoutAnswer<Done> =
  | { readonly kind: 'done'; readonly result: Done }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Somebody who pays out for us, in two steps: what is created is not paid before it is confirmed. */
export interface PayoutProvider {
  readonly name: string;
  readonly assets: readonly ProviderAsset[];
  /** How long a payout that nobody confirmed can still be carried out, in milliseconds. */
  readonly confirmWithinMs: number;
  /**
   * @throws InvalidInputError for an amount that it cannot pay out exactly, or an address that it cannot pay to;
   * a retryable AppError when it cannot be asked now
   */
  check(payout: PayoutDestination & { readonly amount: bigint }): Promise<void>;
  /** Never throws. */
  create(payout: NewPayout): Promise<PayoutAnswer<PayoutReport>>;
  /** Lets a created payout go. Never throws. */
  confirm(batch: string): Promise<PayoutAnswer<null>>;
  /** @throws AppError when it cannot be said now */
  report(reference: string): Promise<PayoutReport>;
  /** The payout that was created under our id since then. @throws AppError when it cannot be said now */
  find(payout: { readonly withdrawalId: string; readonly since: Date }): Promise<PayoutReport | undefined>;
}
