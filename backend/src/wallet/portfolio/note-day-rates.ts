import type { WalletServices } from '../ports.ts';
import { utcDay } from '../utc-day.ts';
import { upsertDayRates } from './day-rates.repository.ts';
import { priceList } from './price-list.ts';

/** Notes what every currency is worth in US dollars now as the rate of today, until a later one replaces it. */
export async function noteDayRates(
  services: Pick<WalletServices, 'database' | 'rates' | 'currencies'>,
): Promise<void> {
  const codes = services.currencies.all.map(({ code }) => code);
  const prices = await priceList(services, codes, 'USD');
  await upsertDayRates(
    services.database.client,
    [...prices].map(([currency, { ratio, observedAt }]) => ({
      day: utcDay(observedAt),
      currency,
      ratio,
      observedAt,
    })),
  );
}
