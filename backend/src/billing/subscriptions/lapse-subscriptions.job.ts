import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { lapseSubscriptions } from './lapse-subscriptions.ts';

/** Every minute. A run that fails is not repeated: the next finds what it left. */
export function lapseSubscriptionsJob(
  services: Pick<PlatformServices, 'database' | 'clock'>,
): JobDefinition<object> {
  return {
    name: 'lapse-subscriptions',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await lapseSubscriptions(services, { signal });
    },
  };
}
