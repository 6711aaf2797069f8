import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { prune } from './prune.ts';

/** Every night. */
export function pruneJob(services: Pick<PlatformServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'operations.prune',
    cron: '53 3 * * *',
    retryLimit: 3,
    async handler(_, { signal }) {
      await prune(services, { signal });
    },
  };
}
