import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { invoiceRenewals } from './invoice-renewals.ts';

/** Every minute. A run that fails is not repeated: the next finds what it left. */
export function invoiceRenewalsJob(
  services: Pick<PlatformServices, 'database' | 'clock'>,
): JobDefinition<object> {
  return {
    name: 'invoice-renewals',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await invoiceRenewals(services, { signal });
    },
  };
}
