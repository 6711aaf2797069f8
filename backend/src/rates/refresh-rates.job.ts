import type { JobDefinition } from '../platform/jobs/index.ts';
import type { Rates } from './create-rates.ts';

export const REFRESH_RATES = 'rates.refresh';

/** Keeps a worker's rates warm, so that nobody waits for the sources; other processes ask when they need one. */
export function refreshRatesJob(rates: Pick<Rates, 'refresh'>): JobDefinition<object> {
  return {
    name: REFRESH_RATES,
    cron: '* * * * *',
    retryLimit: 0,
    handler: async () => {
      await rates.refresh();
    },
  };
}
