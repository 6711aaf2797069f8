/** What limits are set for. */
export const LIMITED_OPERATIONS = [
  'deposit',
  'withdrawal',
  'p2p',
  'swap',
  'express_buy',
  'savings',
  'payment',
] as const;
export type LimitedOperation = (typeof LIMITED_OPERATIONS)[number];

/** Amounts are in the currency's smallest unit; null is no limit. */
export interface OperationLimit {
  readonly operation: LimitedOperation;
  readonly currency: string;
  readonly perOnce: bigint | null;
  /** Within any 24 hours. */
  readonly perDay: bigint | null;
}

/** One use of an operation by a person. */
export interface LimitUse {
  /** Id of what is done: the same is counted once. */
  readonly key: string;
  readonly personId: string;
  readonly operation: LimitedOperation;
  readonly currency: string;
  readonly amount: bigint;
}
