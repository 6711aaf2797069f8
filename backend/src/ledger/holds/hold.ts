/** A hold as it stands; amounts are in the currency's smallest unit. */
export interface HoldView {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly captured: bigint;
  readonly released: bigint;
  /** What is still locked. */
  readonly remaining: bigint;
  /** `captured` when any of it was. An open hold may have expired: compare `expiresAt`. */
  readonly status: 'open' | 'captured' | 'released';
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}
