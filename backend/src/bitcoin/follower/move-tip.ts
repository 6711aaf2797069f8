import type { Tx } from '../../platform/database/index.ts';
import { findTip, type KnownBlock, lockTip } from './chain-block.repository.ts';
import type { FollowerDeps } from './follower-deps.ts';

/**
 * One step of the chain as one database transaction, by one process at a time, and only if the tip is still the
 * one that the step starts from. A crash leaves the step done or not begun.
 */
export async function moveTip<T>(
  { database, clock }: FollowerDeps,
  from: KnownBlock,
  step: (tx: Tx, now: Date) => Promise<T>,
): Promise<T | undefined> {
  return database.transaction(async (tx) => {
    if (!(await lockTip(tx))) return undefined;
    if ((await findTip(tx))?.hash !== from.hash) return undefined;
    return step(tx, clock.now());
  });
}
