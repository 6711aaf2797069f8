import type { JobDefinition } from '../jobs/index.ts';
import type { PlatformServices } from '../services.ts';
import { deleteKeysBefore } from './idempotency.repository.ts';

/** Long after any client has given up repeating itself. */
const KEPT_MS = 30 * 24 * 3_600 * 1_000;
const BATCH = 5_000;

/** Every night: forgets idempotency keys after 30 days. */
export function pruneKeysJob({
  database,
  clock,
}: Pick<PlatformServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'prune-idempotency-keys',
    cron: '17 3 * * *',
    retryLimit: 3,
    async handler(_, { signal }) {
      const before = new Date(clock.now().getTime() - KEPT_MS);
      while (!signal.aborted && (await deleteKeysBefore(database.client, before, BATCH)) === BATCH);
    },
  };
}
