import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteUnusedQuotes } from './swap.repository.ts';

/** Long enough to say of a late acceptance that the quote has expired. */
const KEPT_MS = 3_600 * 1_000;
const BATCH = 5_000;

/** Every ten minutes: forgets quotes that nobody accepted, an hour after they expired. */
export function pruneQuotesJob({
  database,
  clock,
}: Pick<PlatformServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'prune-swap-quotes',
    cron: '*/10 * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      const before = new Date(clock.now().getTime() - KEPT_MS);
      while (!signal.aborted && (await deleteUnusedQuotes(database.client, before, BATCH)) === BATCH);
    },
  };
}
