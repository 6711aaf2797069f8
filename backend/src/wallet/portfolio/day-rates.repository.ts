import type { Tx } from '../../platform/database/index.ts';
import { type Ratio, ratio } from '../../platform/money/index.ts';

/** What one whole unit was worth in US dollars at the end of a UTC day, or is up to now. */
export interface DayRate {
  readonly day: Date;
  readonly currency: string;
  readonly ratio: Ratio;
  readonly observedAt: Date;
}

/** Keeps the newest rate of each day and currency. */
export async function upsertDayRates(tx: Tx, rates: readonly DayRate[]): Promise<void> {
  const rows = rates.map(({ day, currency, ratio: { numerator, denominator }, observedAt }) => ({
    day: day.toISOString().slice(0, 10),
    currency,
    numerator: numerator.toString(),
    denominator: denominator.toString(),
    observedAt: observedAt.toISOString(),
  }));
  await tx.$executeRaw`
    INSERT INTO wallet_day_rates (day, currency, numerator, denominator, observed_at)
    SELECT r.day, r.currency, r.numerator, r.denominator, r."observedAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(day date, currency text, numerator numeric,
      denominator numeric, "observedAt" timestamptz)
    ORDER BY r.day, r.currency
    ON CONFLICT (day, currency) DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator,
      observed_at = excluded.observed_at
    WHERE excluded.observed_at > wallet_day_rates.observed_at`;
}

export async function findDayRates(
  tx: Tx,
  {
    currencies,
    from,
    to,
  }: { readonly currencies: readonly string[]; readonly from: Date; readonly to: Date },
): Promise<DayRate[]> {
  const rows = await tx.$queryRaw<
    { day: Date; currency: string; numerator: string; denominator: string; observed_at: Date }[]
  >`
    SELECT day, currency, numerator::text, denominator::text, observed_at FROM wallet_day_rates
    WHERE day BETWEEN ${from}::date AND ${to}::date AND currency = ANY (${[...currencies]}::text[])`;
  return rows.map(({ day, currency, numerator, denominator, observed_at }) => ({
    day,
    currency,
    ratio: ratio(BigInt(numerator), BigInt(denominator)),
    observedAt: observed_at,
  }));
}
