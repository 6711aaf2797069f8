import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { foldReports } from './fold-reports.ts';

/** Every five minutes. A run that fails is not repeated: the next finds what it left. */
export function foldReportsJob(services: Pick<PlatformServices, 'database'>): JobDefinition<object> {
  return {
    name: 'fold-reports',
    cron: '*/5 * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await foldReports(services, { signal });
    },
  };
}
