import type { JobDefinition } from '../jobs/index.ts';
import type { PlatformServices } from '../services.ts';
import { deleteIdleCounts } from './rate-limit.repository.ts';

const BATCH = 10_000;

/** Every ten minutes: forgets whom nothing keeps waiting. */
export function pruneCountsJob({
  database,
  clock,
}: Pick<PlatformServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'prune-rate-limit-counts',
    cron: '*/10 * * * *',
    retryLimit: 1,
    async handler(_, { signal }) {
      while (!signal.aborted && (await deleteIdleCounts(database.client, clock.now(), BATCH)) === BATCH);
    },
  };
}
