/** A legacy collection of balances, and what its documents are read for. */
export interface LegacyCollection {
  readonly name: string;
  /** Kind of the ledger account that its balances become part of. */
  readonly accountKind: 'wallet' | 'savings';
  /** Names of the field with what is available. Of each list, a document carries one. */
  readonly available: readonly string[];
  /** Names of the field with what is locked; without any, nothing is. */
  readonly locked: readonly string[];
  /** Names of the field with both together; it may be missing, and must agree otherwise. */
  readonly total: readonly string[];
}

export const USER_FIELDS = ['user_id', 'userId'] as const;
export const CURRENCY_FIELDS = ['currency', 'asset'] as const;

/**
 * The name that may mean what is available or the total: beside a locked amount, and without a total that settles
 * it, the operator has to say which.
 */
export const UNCLEAR_FIELD = 'balance';

const available = ['available_balance', 'available', UNCLEAR_FIELD];
const locked = ['locked_balance', 'locked'];
const total = ['total_balance', 'total'];

/** In the order in which they are migrated. */
export const COLLECTIONS: readonly LegacyCollection[] = [
  { name: 'internal_balances', accountKind: 'wallet', available, locked, total },
  {
    name: 'trader_balances',
    accountKind: 'wallet',
    available,
    locked: [...locked, 'escrow_balance'],
    total,
  },
  { name: 'crypto_balances', accountKind: 'wallet', available: [...available, 'amount'], locked, total },
  {
    name: 'savings_balances',
    accountKind: 'savings',
    available: [...available, 'savings_balance', 'amount'],
    locked,
    total,
  },
];
