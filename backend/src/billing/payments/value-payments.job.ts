import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { BillingServices } from '../ports.ts';
import { valuePayments } from './value-payments.ts';

/** Every minute. A run that fails is not repeated: the next finds what it left. */
export function valuePaymentsJob(
  services: Pick<BillingServices, 'database' | 'clock' | 'rates' | 'currencies'>,
): JobDefinition<object> {
  return {
    name: 'value-payments',
    cron: '* * * * *',
    retryLimit: 0,
    async handler() {
      await valuePayments(services);
    },
  };
}
