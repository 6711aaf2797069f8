/** Whose an account is: `{ kind: 'person', id: 'person_…' }`, or the platform itself. */
export interface Owner {
  readonly kind: string;
  readonly id: string;
}

/** An owner has at most one account of a kind and currency. */
export interface NewAccount {
  readonly owner: Owner;
  /** What it is for, such as `wallet`, `savings` or `fees`. */
  readonly kind: string;
  readonly currency: string;
  /**
   * The least that its balance minus what is locked may be: 0 unless said otherwise, a negative amount for a
   * credit line, null for no bound at all (what stands for the outside world).
   */
  readonly floor?: bigint | null;
}

/** Amounts are in the currency's smallest unit. */
export interface Account {
  readonly id: string;
  readonly owner: Owner;
  readonly kind: string;
  readonly currency: string;
  readonly floor: bigint | null;
  /** The sum of all entries. */
  readonly balance: bigint;
  /** What open holds have left. */
  readonly locked: bigint;
  /** What may leave the account: balance minus locked minus floor; null is no bound. */
  readonly available: bigint | null;
  readonly createdAt: Date;
}
