import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteUsesBefore } from './limits.repository.ts';
import { LIMIT_WINDOW_MS } from './use-limit.ts';

const BATCH = 5_000;

/** Every night: forgets what no limit looks back to any more. */
export function pruneUsesJob({
  database,
  clock,
}: Pick<PlatformServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'prune-limit-uses',
    cron: '27 3 * * *',
    retryLimit: 3,
    async handler(_, { signal }) {
      const before = new Date(clock.now().getTime() - 2 * LIMIT_WINDOW_MS);
      while (!signal.aborted && (await deleteUsesBefore(database.client, before, BATCH)) === BATCH);
    },
  };
}
