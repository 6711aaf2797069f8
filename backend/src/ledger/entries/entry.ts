/** One account's side of a transfer. Amounts are in the account's currency, in its smallest unit. */
export interface Entry {
  readonly accountId: string;
  /** Its number in the account, counted from 1 without a gap. */
  readonly number: bigint;
  /** What the account gained; negative is what it lost. */
  readonly amount: bigint;
  readonly currency: string;
  /** The account's balance after it. */
  readonly balance: bigint;
  /** The account on the other side. */
  readonly counterpartyId: string;
  /** The hold whose money it was. */
  readonly holdId: string | null;
  readonly posting: {
    readonly id: string;
    readonly key: string;
    readonly kind: string;
    readonly eventAt: Date;
    readonly createdAt: Date;
    readonly description: string | null;
    readonly metadata: unknown;
  };
}

export interface EntryFilter {
  /** Only of these accounts of the owner (default: of all). */
  readonly accountIds?: readonly string[];
  readonly currencies?: readonly string[];
  /** Of postings. */
  readonly kinds?: readonly string[];
  /** By the time they happened: from, inclusive, to, exclusive. */
  readonly from?: Date;
  readonly to?: Date;
}

/** Newest first. `next` goes on where the page ends; null is the end. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  readonly next: string | null;
}
