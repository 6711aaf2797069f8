import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteChallenges, deleteSessions } from './sign-in.repository.ts';

const BATCH = 5_000;
/** Kept a while after they are over, for whoever looks into an incident. */
const CHALLENGES_KEPT_MS = 24 * 3_600_000;
const SESSIONS_KEPT_MS = 30 * 24 * 3_600_000;

/** Every hour: removes sign-in requests and sessions that have long been over, in small statements. */
export function pruneSignInsJob({
  clock,
  database,
}: Pick<PlatformServices, 'clock' | 'database'>): JobDefinition<object> {
  return {
    name: 'identity.prune-sign-ins',
    cron: '17 * * * *',
    async handler(_, { signal }) {
      const now = clock.now().getTime();
      for (const [remove, keptMs] of [
        [deleteChallenges, CHALLENGES_KEPT_MS],
        [deleteSessions, SESSIONS_KEPT_MS],
      ] as const) {
        while (!signal.aborted) {
          if ((await remove(database.client, new Date(now - keptMs), BATCH)) < BATCH) break;
        }
      }
    },
  };
}
