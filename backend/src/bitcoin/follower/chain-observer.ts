import type { Tx } from '../../platform/database/index.ts';
import type { BlockTransaction, ConnectedBlock } from '../blocks/block.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';

/**
 * Told of what happens to transactions of ours, inside the database transaction that records it: what an
 * observer throws undoes the whole step, which is tried again later. Rows come in sets, as they are after the
 * change, and never an empty set.
 */
export interface ChainObserver {
  onBroadcast?(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void>;
  /**
   * Whether transactions of the mempool are of interest at the moment. They are a hint of what may come in a block, and
   * not every one is told of.
   */
  wantsMempool?(tx: Tx, now: Date): Promise<boolean>;
  /** Transactions that the mempool has lately, some perhaps a second time. */
  onMempool?(tx: Tx, transactions: readonly BlockTransaction[], now: Date): Promise<void>;
  /** Every block, before what it means for our transactions. */
  onBlockConnected?(tx: Tx, block: ConnectedBlock, now: Date): Promise<void>;
  /** A block left the chain, before what that means for our transactions. */
  onBlockDisconnected?(tx: Tx, block: DisconnectedBlock, now: Date): Promise<void>;
  /** In a block, also when given up before. */
  onConfirmed?(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void>;
  /** As deep as CONFIRMATIONS asks. */
  onSettled?(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void>;
  /** Their block left the chain: pending again, settled ones too. */
  onUnconfirmed?(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void>;
  /** Given up, see `failure`. */
  onFailed?(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void>;
}

export interface DisconnectedBlock {
  readonly height: number;
  readonly hash: string;
}
