import type { Tx } from '../../platform/database/index.ts';
import type { ChainObserver } from '../follower/chain-observer.ts';
import { type Failure, updateFailed } from './chain-transaction.repository.ts';
import type { ChainTransactionRow } from './chain-transaction.ts';
import { recordUpdated, tellObservers } from './record-changes.ts';

/**
 * Gives up transactions that are still pending; the others are left as they are.
 * @returns those that were given up
 */
export async function recordFailures(
  tx: Tx,
  observers: readonly ChainObserver[],
  failures: readonly Failure[],
  now: Date,
): Promise<ChainTransactionRow[]> {
  const rows = await updateFailed(tx, failures, now);
  await tellObservers(tx, observers, 'onFailed', rows, now);
  await recordUpdated(tx, rows, now);
  return rows;
}
