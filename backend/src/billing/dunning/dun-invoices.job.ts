import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { BillingServices } from '../ports.ts';
import { dunInvoices } from './dun-invoices.ts';

/** Every minute. A run that fails is not repeated: the next finds what it left. */
export function dunInvoicesJob(
  services: Pick<BillingServices, 'database' | 'clock' | 'logger' | 'autoPayment'>,
): JobDefinition<object> {
  return {
    name: 'dun-invoices',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await dunInvoices(services, { signal });
    },
  };
}
