import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';
import type { BitcoinNetwork } from '../network.ts';
import type { BitcoinRpc } from '../rpc/index.ts';
import type { ChainObserver } from './chain-observer.ts';

export type FollowerMetrics = Pick<Metrics, 'chainBlocks' | 'chainTransactions' | 'confirmationTime'>;

export interface FollowerDeps {
  readonly rpc: BitcoinRpc;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observers: readonly ChainObserver[];
  /** Blocks, its own included, after which a transaction is settled. */
  readonly confirmations: number;
  readonly network: BitcoinNetwork;
  /** Height of the first block that is read; the one after the tip of the very first run when left out. */
  readonly startHeight?: number;
  /** Blocks remembered, which bounds the reorganisation that can be followed. */
  readonly keepBlocks?: number;
  readonly metrics?: FollowerMetrics;
}

/** Two weeks of blocks: far deeper than any reorganisation there has been. */
export const DEFAULT_KEEP_BLOCKS = 2_016;
