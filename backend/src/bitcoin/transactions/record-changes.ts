import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { ChainObserver } from '../follower/chain-observer.ts';
import type { ChainTransactionRow } from './chain-transaction.ts';

type RowsCallback = 'onBroadcast' | 'onConfirmed' | 'onSettled' | 'onUnconfirmed' | 'onFailed';

/** Tells the observers, one after the other, of a set of transactions to which the same thing happened. */
export async function tellObservers(
  tx: Tx,
  observers: readonly ChainObserver[],
  what: RowsCallback,
  rows: readonly ChainTransactionRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  for (const observer of observers) await observer[what]?.(tx, rows, now);
}

/** Writes `transaction.updated` once for each of the transactions, however much happened to it in this step. */
export async function recordUpdated(tx: Tx, rows: readonly ChainTransactionRow[], now: Date): Promise<void> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  await recordEvents(
    tx,
    now,
    Array.from(byId.values(), ({ id, merchantId, personId }) => ({
      type: 'transaction.updated',
      subjectId: id,
      merchantId,
      personId,
    })),
  );
}
