/** `payment`: money from elsewhere to an address that was given out. */
export type ChainTransactionKind = 'plan_mint' | 'subscription_mint' | 'payment';
export type ChainTransactionStatus = 'pending' | 'confirmed' | 'failed';

/**
 * Why a transaction failed.
 * - `replaced` the mempool holds another spend of one of its inputs
 * - `double_spent` a block holds another spend of one of its inputs
 * - `dropped` nobody has it any more and the node does not take it again
 * - `reorged` the same, after it had been in a block once
 * - `rejected` the node refused it when it was first sent
 * - `expired` it was never signed in time, or given up before
 * - `unbuildable` no transaction came of the wish: no funds, or the prover refused
 */
export type ChainTransactionFailure =
  | 'replaced'
  | 'double_spent'
  | 'dropped'
  | 'reorged'
  | 'rejected'
  | 'expired'
  | 'unbuildable';

/** A transaction of ours, from the wish for it to its last confirmation. */
export interface ChainTransactionRow {
  readonly merchantId: string;
  readonly id: string;
  readonly kind: ChainTransactionKind;
  readonly status: ChainTransactionStatus;
  readonly planId: string | null;
  readonly subscriptionId: string | null;
  /** Who signs it. */
  readonly personId: string | null;
  /** Null until the transaction is built. */
  readonly txid: string | null;
  /** What it pays for what it is about; the price of a subscription mint. */
  readonly amountSats: bigint;
  readonly feeSats: bigint | null;
  readonly blockHeight: number | null;
  readonly blockHash: string | null;
  readonly blockTime: Date | null;
  readonly broadcastAt: Date | null;
  /** When it was as deep as CONFIRMATIONS asks. */
  readonly settledAt: Date | null;
  /** When its block last left the chain. */
  readonly reorgedAt: Date | null;
  readonly failure: ChainTransactionFailure | null;
  /** The transaction that spent its input instead. */
  readonly conflictTxid: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Blocks that confirm a transaction when the chain ends at `tipHeight`; 0 while it is in none. */
export function confirmationsOf(row: Pick<ChainTransactionRow, 'blockHeight'>, tipHeight: number): number {
  return row.blockHeight === null ? 0 : Math.max(0, tipHeight - row.blockHeight + 1);
}
