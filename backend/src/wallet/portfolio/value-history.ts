import { InvalidInputError } from '../../platform/errors/index.ts';
import { invertRatio, multiplyRatios, type Ratio } from '../../platform/money/index.ts';
import { convert } from '../../rates/index.ts';
import type { WalletScope } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { formatDay, utcDay } from '../utc-day.ts';
import { type DayChange, findDayChanges } from './day-changes.repository.ts';
import { findDayRates } from './day-rates.repository.ts';
import { valuePortfolio } from './value-portfolio.ts';

export const MAX_DAYS = 366;

export interface ValuePoint {
  /** The UTC day, at its end; the last one is today, as of now. */
  readonly day: Date;
  /** In the currency's smallest unit. */
  readonly value: bigint;
  /** What was held and had no rate that day: the value is without it. */
  readonly unpriced: readonly string[];
}

/**
 * What a person's balances were worth at the end of each of the last days, at the rates of those days; today at the
 * rates of now.
 * @throws CurrencyUnknownError, InvalidInputError
 */
export async function valueHistory(
  services: Pick<WalletServices, 'database' | 'currencies' | 'rates' | 'clock'>,
  scope: WalletScope,
  { currency, days }: { readonly currency: string; readonly days: number },
): Promise<ValuePoint[]> {
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new InvalidInputError('days', `1 to ${MAX_DAYS}`);
  }
  const today = utcDay(services.clock.now());
  const present = await valuePortfolio(services, scope, currency);
  const last = { day: today, value: present.total, unpriced: present.unpriced };
  if (days === 1) return [last];
  const range = { from: utcDay(today, 1 - days), to: utcDay(today, -1) };
  const { client } = services.database;
  const changes = await findDayChanges(client, scope, range);
  const currencies = [...new Set([...changes.map((change) => change.currency), currency])];
  const rates = new Map(
    (await findDayRates(client, { ...range, currencies })).map(({ day, currency: code, ratio }) => [
      keyOf(day, code),
      ratio,
    ]),
  );
  const decimalsOf = (code: string) => services.currencies.get(code).decimals;
  const past = closingsOf(changes, range.from, days - 1).map(({ day, balances }) => {
    const quote = rates.get(keyOf(day, currency));
    const unpriced: string[] = [];
    let value = 0n;
    for (const [code, amountUnits] of balances) {
      const ratio = crossed(code, currency, rates.get(keyOf(day, code)), quote);
      if (ratio === undefined) unpriced.push(code);
      else {
        const decimals = { fromDecimals: decimalsOf(code), toDecimals: decimalsOf(currency) };
        value += convert({ amountUnits, ratio, ...decimals, rounding: 'half-even' });
      }
    }
    return { day, value, unpriced };
  });
  return [...past, last];
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };

function crossed(code: string, quoteCode: string, base?: Ratio, quote?: Ratio): Ratio | undefined {
  if (code === quoteCode) return ONE;
  return base && quote && multiplyRatios(base, invertRatio(quote));
}

function keyOf(day: Date, currency: string): string {
  return `${formatDay(day)} ${currency}`;
}

/** What there was of each currency at the end of each day; nothing is left out. */
function closingsOf(changes: readonly DayChange[], from: Date, days: number) {
  const byDay = Map.groupBy(changes, ({ day }) => formatDay(day));
  const running = new Map<string, bigint>();
  return Array.from({ length: days }, (_, index) => {
    const day = utcDay(from, index);
    for (const { currency, change } of byDay.get(formatDay(day)) ?? []) {
      running.set(currency, (running.get(currency) ?? 0n) + change);
    }
    return { day, balances: [...running].filter(([, balance]) => balance > 0n).sort() };
  });
}
