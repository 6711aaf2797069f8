import type { JobDefinition } from '../../../platform/jobs/index.ts';
import type { P2pServices } from '../p2p-services.ts';
import { expireTrades } from './expire-trades.ts';

/** Every minute. A run that fails is not repeated: the next finds what it left. */
export function expireTradesJob(services: Pick<P2pServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'expire-p2p-trades',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await expireTrades(services, { signal });
    },
  };
}
