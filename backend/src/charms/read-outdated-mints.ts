import type { Tx } from '../platform/database/index.ts';
import { outdatedMints } from './jobs/spell-job.repository.ts';

/**
 * Subscription mints among these transactions that refer to a state of the plan which was over when the
 * transaction was first seen, by us or in a block: they are recorded, and buy nothing by themselves.
 */
export async function readOutdatedMints(
  tx: Tx,
  merchantId: string,
  transactionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set(await outdatedMints(tx, merchantId, transactionIds));
}
