import type { Prisma } from '../../platform/database/index.ts';

/** Amounts are positive and in the currency's smallest unit. */
export interface Transfer {
  readonly action: 'transfer';
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly currency: string;
}

/** Locks money of an account. */
export interface Hold {
  readonly action: 'hold';
  readonly account: string;
  readonly amount: bigint;
  readonly currency: string;
  /** From then on it is not captured any more and is released by itself. Not part of what the key stands for. */
  readonly expiresAt?: Date;
}

/** Moves locked money to another account; without an amount, all that is left of the hold. */
export interface Capture {
  readonly action: 'capture';
  readonly hold: string;
  readonly to: string;
  readonly amount?: bigint;
}

/** Unlocks money; without an amount, all that is left of the hold. */
export interface Release {
  readonly action: 'release';
  readonly hold: string;
  readonly amount?: bigint;
}

export type Movement = Transfer | Hold | Capture | Release;

/** Movements that happen together or not at all, in their order. */
export interface NewPosting {
  /** Idempotency key, unique in the whole ledger: prefix it with what it is about. At most 200 characters. */
  readonly key: string;
  /** What it is, such as `deposit` or `p2p.release`: lower case, digits, dots and underscores, at most 50. */
  readonly kind: string;
  readonly movements: readonly Movement[];
  /** When it happened, if not now. */
  readonly eventAt?: Date;
  /** At most 500 characters. */
  readonly description?: string;
  /** At most 4,000 bytes of JSON. */
  readonly metadata?: Prisma.InputJsonObject;
}

export interface PostedPosting {
  readonly id: string;
  readonly createdAt: Date;
  /** True when the same was asked before: nothing moved this time. */
  readonly replayed: boolean;
  /** The holds that were placed, in order. */
  readonly holdIds: readonly string[];
}
