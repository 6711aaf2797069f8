import type { ConnectedBlock } from '../blocks/block.ts';
import { updateFailed } from '../transactions/chain-transaction.repository.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';
import { recordUpdated, tellObservers } from '../transactions/record-changes.ts';
import { findDoubleSpent, updateConfirmed, updateSettled } from './block-effects.repository.ts';
import { insertBlock, type KnownBlock } from './chain-block.repository.ts';
import { DEFAULT_KEEP_BLOCKS, type FollowerDeps } from './follower-deps.ts';
import { moveTip } from './move-tip.ts';

export interface ConnectEffects {
  readonly confirmed: readonly ChainTransactionRow[];
  readonly settled: readonly ChainTransactionRow[];
  readonly failed: readonly ChainTransactionRow[];
}

/**
 * Puts a block on top of `tip` with all that follows from it, in one database transaction.
 * @returns undefined when another process has moved the tip, or is moving it
 */
export async function connectBlock(
  deps: FollowerDeps,
  tip: KnownBlock,
  block: ConnectedBlock,
): Promise<ConnectEffects | undefined> {
  const { observers, confirmations, keepBlocks = DEFAULT_KEEP_BLOCKS } = deps;
  return moveTip(deps, tip, async (tx, now) => {
    await insertBlock(tx, block, block.height - keepBlocks + 1, now);
    for (const observer of observers) await observer.onBlockConnected?.(tx, block, now);
    const confirmed = await updateConfirmed(tx, block, now);
    await tellObservers(tx, observers, 'onConfirmed', confirmed, now);
    const failed = await updateFailed(tx, await findDoubleSpent(tx, block), now);
    await tellObservers(tx, observers, 'onFailed', failed, now);
    const settled = await updateSettled(tx, block.height, confirmations, now);
    await tellObservers(tx, observers, 'onSettled', settled, now);
    await recordUpdated(tx, [...confirmed, ...failed, ...settled], now);
    return { confirmed, settled, failed };
  });
}
