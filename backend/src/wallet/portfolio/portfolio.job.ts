import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { noteDayRates } from './note-day-rates.ts';
import { sumDayChanges } from './sum-day-changes.ts';

/** Every minute. A run that fails is not repeated: the next goes on where it ended. */
export function sumDayChangesJob(services: Pick<WalletServices, 'database'>): JobDefinition<object> {
  return {
    name: 'wallet.sum-days',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await sumDayChanges(services, { signal });
    },
  };
}

/** Every five minutes, so that the rate that a day is left with is one of its last minutes. */
export function noteDayRatesJob(
  services: Pick<WalletServices, 'database' | 'rates' | 'currencies'>,
): JobDefinition<object> {
  return {
    name: 'wallet.note-rates',
    cron: '*/5 * * * *',
    retryLimit: 0,
    handler: () => noteDayRates(services),
  };
}
