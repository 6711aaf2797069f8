import type { PlatformServices } from '../../platform/services.ts';
import { foldMrr } from './mrr.repository.ts';
import { foldRevenue } from './revenue.repository.ts';

const BATCH = 5_000;

/**
 * Adds what has happened to the sums by day that reports are read from, in batches that any number of workers may
 * share, until nothing is left. Reports are exact without it, and cheap by it. Answers with how many rows there were.
 */
export async function foldReports(
  { database }: Pick<PlatformServices, 'database'>,
  { signal, batch = BATCH }: { readonly signal?: AbortSignal; readonly batch?: number } = {},
): Promise<number> {
  let folded = 0;
  for (const fold of [foldMrr, foldRevenue]) {
    for (let count = -1; count !== 0 && !signal?.aborted; folded += count) {
      count = await database.transaction((tx) => fold(tx, batch));
    }
  }
  return folded;
}
