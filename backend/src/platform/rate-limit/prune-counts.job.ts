import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { JobDefinition } from '../jobs/index.ts';
import { deleteIdleCounts } from './rate-limit.repository.ts';

const BATCH = 10_000;

/** Every ten minutes: forgets whom nothing keeps waiting. */
export function pruneCountsJob({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): JobDefinition<object> {
  return {
    name: 'prune-rate-limit-counts',
    cron: '*/10 * * * *',
    retryLimit: 1,
    async handler(_, { signal }) {
      while (!signal.aborted && (await deleteIdleCounts(database.client, clock.now(), BATCH)) === BATCH);
    },
  };
}
