import type { Tx } from '../../platform/database/index.ts';
import type { ChainObserver } from '../follower/chain-observer.ts';
import { type ChainTransactionKey, updateBroadcast } from './chain-transaction.repository.ts';
import type { ChainTransactionRow } from './chain-transaction.ts';
import { nextCheckAt } from './check-schedule.ts';
import { recordUpdated, tellObservers } from './record-changes.ts';

/**
 * Notes that a transaction is given to the network, with its bytes for sending it again. Safe to do before it is
 * sent: should the process die in between, the mempool check sends it.
 * @returns undefined when it is confirmed or given up already
 */
export async function recordBroadcast(
  tx: Tx,
  observers: readonly ChainObserver[],
  key: ChainTransactionKey,
  raw: Uint8Array,
  now: Date,
): Promise<ChainTransactionRow | undefined> {
  const row = await updateBroadcast(tx, key, { raw, nextCheckAt: nextCheckAt(now, 0) }, now);
  if (!row) return undefined;
  await tellObservers(tx, observers, 'onBroadcast', [row], now);
  await recordUpdated(tx, [row], now);
  return row;
}
