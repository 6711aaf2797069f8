import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { accrueInterest } from './accrue-interest.ts';

/**
 * Every quarter of an hour: the first run after a UTC day has settled credits it, the others find nothing to do, and
 * whatever a run leaves is the next one's.
 */
export function accrueInterestJob(
  services: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
): JobDefinition<object> {
  return {
    name: 'savings.accrue',
    cron: '*/15 * * * *',
    retryLimit: 0,
    expireInSeconds: 3_600,
    heartbeatSeconds: 30,
    async handler(_, { signal }) {
      await accrueInterest(services, { signal });
    },
  };
}
