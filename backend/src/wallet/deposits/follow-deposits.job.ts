import type { JobDefinition } from '../../platform/jobs/index.ts';
import { followDeposits } from './follow-deposits.ts';
import type { DepositServices } from './require-provider.ts';

/** Every minute. A run that fails is not repeated: the next finds what it left. */
export function followDepositsJob(services: DepositServices): JobDefinition<object> {
  return {
    name: 'follow-deposits',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await followDeposits(services, { signal });
    },
  };
}
