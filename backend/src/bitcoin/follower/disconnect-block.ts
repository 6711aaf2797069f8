import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';
import { recordUpdated, tellObservers } from '../transactions/record-changes.ts';
import { updateUnconfirmed } from './block-effects.repository.ts';
import { deleteBlock, type KnownBlock } from './chain-block.repository.ts';
import type { FollowerDeps } from './follower-deps.ts';
import { moveTip } from './move-tip.ts';

/**
 * Takes the block at the tip off again, and with it all that it brought, in one database transaction.
 * @returns undefined when another process has moved the tip, or is moving it
 */
export async function disconnectBlock(
  deps: FollowerDeps,
  tip: KnownBlock,
): Promise<readonly ChainTransactionRow[] | undefined> {
  const { observers } = deps;
  return moveTip(deps, tip, async (tx, now) => {
    await deleteBlock(tx, tip, now);
    for (const observer of observers) await observer.onBlockDisconnected?.(tx, tip, now);
    const unconfirmed = await updateUnconfirmed(tx, tip, now);
    await tellObservers(tx, observers, 'onUnconfirmed', unconfirmed, now);
    await recordUpdated(tx, unconfirmed, now);
    return unconfirmed;
  });
}
