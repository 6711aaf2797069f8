import type { ConnectEffects } from './connect-block.ts';
import type { FollowerMetrics } from './follower-deps.ts';

/** Counts what a block brought, once that is committed. */
export function countConnected(
  metrics: FollowerMetrics | undefined,
  { confirmed, settled, failed }: ConnectEffects,
): void {
  if (!metrics) return;
  metrics.chainBlocks.inc({ change: 'connected' });
  metrics.chainTransactions.inc({ change: 'confirmed' }, confirmed.length);
  metrics.chainTransactions.inc({ change: 'settled' }, settled.length);
  metrics.chainTransactions.inc({ change: 'failed' }, failed.length);
  for (const { broadcastAt, createdAt, updatedAt } of confirmed) {
    // Written by this block: the time until we knew of it. Clocks of miners may be hours off.
    metrics.confirmationTime.observe((updatedAt.getTime() - (broadcastAt ?? createdAt).getTime()) / 1_000);
  }
}
