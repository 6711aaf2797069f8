import type { Tx } from '../../platform/database/index.ts';
import { LimitExceededError } from '../compliance.errors.ts';
import { deleteUses, findLimit, insertUse, lockUses, sumUses } from './limits.repository.ts';
import type { LimitUse } from './limits.ts';

export const LIMIT_WINDOW_MS = 24 * 3_600 * 1_000;

/**
 * Counts what a person is about to do, in the transaction that does it. The same key is counted once.
 * @throws LimitExceededError, and nothing is counted.
 */
export async function useLimit(tx: Tx, now: Date, use: LimitUse): Promise<void> {
  const { personId, operation, currency, amount } = use;
  await lockUses(tx, personId, operation);
  if (!(await insertUse(tx, now, use))) return;
  const limit = await findLimit(tx, operation, currency);
  if (limit === undefined) return;
  if (limit.perOnce !== null && amount > limit.perOnce) {
    throw new LimitExceededError(use, { period: 'once', limit: limit.perOnce, left: limit.perOnce });
  }
  if (limit.perDay === null) return;
  const used = await sumUses(tx, use, new Date(now.getTime() - LIMIT_WINDOW_MS));
  if (used > limit.perDay) {
    const before = used - amount;
    const left = before < limit.perDay ? limit.perDay - before : 0n;
    throw new LimitExceededError(use, { period: 'day', limit: limit.perDay, left });
  }
}

/** Takes back what came to nothing, such as a withdrawal that was rejected. */
export function giveBackLimit(tx: Tx, ...keys: readonly string[]): Promise<void> {
  return deleteUses(tx, keys);
}
