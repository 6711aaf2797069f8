import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deletePortalSessions } from './portal-session.repository.ts';

const BATCH = 5_000;
/** Kept a while after they are over, for whoever looks into an incident. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Every hour: removes portal sessions that have long been over, in small statements. */
export function prunePortalSessionsJob({
  clock,
  database,
}: Pick<PlatformServices, 'clock' | 'database'>): JobDefinition<object> {
  return {
    name: 'identity.prune-portal-sessions',
    cron: '23 * * * *',
    async handler(_, { signal }) {
      const before = new Date(clock.now().getTime() - KEPT_MS);
      while (!signal.aborted) {
        if ((await deletePortalSessions(database.client, before, BATCH)) < BATCH) break;
      }
    },
  };
}
