import type { WalletServices } from '../ports.ts';
import { addDayChanges, lockCursor, moveCursor, sealedUpTo } from './day-changes.repository.ts';

const BATCH = 20_000n;

/**
 * Sums the entries of what the ledger has sealed into days, from where the last run ended. Every posting counts once,
 * since its sums and the cursor move in one transaction; a second worker leaves it to the first.
 * Answers with how many postings were looked at.
 */
export async function sumDayChanges(
  { database }: Pick<WalletServices, 'database'>,
  { signal, batch = BATCH }: { readonly signal?: AbortSignal; readonly batch?: bigint } = {},
): Promise<bigint> {
  let summed = 0n;
  for (;;) {
    const step = await database.transaction(async (tx) => {
      const after = await lockCursor(tx);
      if (after === undefined) return 0n;
      const upTo = await sealedUpTo(tx, after + batch);
      if (upTo <= after) return 0n;
      await addDayChanges(tx, after, upTo);
      await moveCursor(tx, upTo);
      return upTo - after;
    });
    summed += step;
    if (step < batch || signal?.aborted) return summed;
  }
}
