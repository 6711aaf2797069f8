import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { WalletServices } from '../ports.ts';
import { formatDay, utcDay } from '../utc-day.ts';
import { MAX_RATE_PPM, type SavingsRate } from './savings-rate.ts';
import { upsertSavingsRate } from './savings-rates.repository.ts';

/**
 * Publishes what savings in a currency earn from a day to come; days that have begun keep their rate.
 * @throws CurrencyUnknownError, InvalidInputError
 */
export async function setSavingsRate(
  { database, clock, currencies }: Pick<WalletServices, 'database' | 'clock' | 'currencies'>,
  operator: OperatorScope,
  rate: SavingsRate,
): Promise<void> {
  const { currency, ratePpm } = rate;
  currencies.get(currency);
  if (!Number.isInteger(ratePpm) || ratePpm < 0 || ratePpm > MAX_RATE_PPM) {
    throw new InvalidInputError('ratePpm', `0 to ${MAX_RATE_PPM} parts per million a year`);
  }
  const now = clock.now();
  const fromDay = utcDay(rate.fromDay);
  if (fromDay <= now)
    throw new InvalidInputError('fromDay', `after ${formatDay(now)}, which is today in UTC`);
  await database.transaction(async (tx) => {
    await upsertSavingsRate(tx, operator, { currency, fromDay, ratePpm }, now);
    await recordAudit(tx, now, {
      actor: operatorActor(operator),
      action: 'savings_rate.set',
      subjectId: currency,
      details: { fromDay: formatDay(fromDay), ratePpm },
    });
  });
}
