import { divideRounded, parseDecimal, type Rounding, unitsFromDecimal } from '../../platform/money/index.ts';
import { NowPaymentsAnswerWrongError } from './nowpayments.errors.ts';

/** An amount as the provider gives it: its own ticker, lower case, and the decimal it wrote. */
export interface ProviderAmount {
  readonly currency: string;
  readonly decimal: string;
}

/** A ticker of the provider: one of our currencies on one network. */
export interface Ticker {
  readonly currency: string;
  readonly decimals: number;
}

/**
 * Tickers whose smallest unit on their network is that of our ledger, so that every amount there can be is
 * exact. Tokens with more decimals than the ledger has (USDT on BNB Smart Chain: 18) stay out for that reason.
 */
const TICKERS: ReadonlyMap<string, Ticker> = new Map([
  ['btc', { currency: 'BTC', decimals: 8 }],
  ['eth', { currency: 'ETH', decimals: 18 }],
  ['usdc', { currency: 'USDC', decimals: 6 }],
  ['usdcmatic', { currency: 'USDC', decimals: 6 }],
  ['usdterc20', { currency: 'USDT', decimals: 6 }],
  ['usdttrc20', { currency: 'USDT', decimals: 6 }],
  ['usd', { currency: 'USD', decimals: 2 }],
  ['eur', { currency: 'EUR', decimals: 2 }],
]);

/** What a ticker stands for; undefined for those that cannot be booked here. */
export function tickerOf(code: string): Ticker | undefined {
  return TICKERS.get(code.toLowerCase());
}

/** Every ticker that can be booked here; `usd` and `eur` are for prices alone. */
export function tickers(): string[] {
  return [...TICKERS.keys()];
}

/**
 * An amount in the smallest units of its currency. Exact, or not at all.
 * @throws NowPaymentsAnswerWrongError for an unknown ticker, and for more decimals than the currency has
 */
export function unitsOf({ currency, decimal }: ProviderAmount): bigint {
  const decimals = decimalsOf(currency);
  try {
    return unitsFromDecimal(decimal, decimals);
  } catch (cause) {
    throw new NowPaymentsAnswerWrongError(`${decimal.slice(0, 40)} is no amount of ${currency}`, { cause });
  }
}

/**
 * For estimates and minimums alone, which the provider works out in floating point: the nearest smallest unit
 * to the side asked for.
 * @throws NowPaymentsAnswerWrongError for an unknown ticker, and for what is no number or negative
 */
export function roundedUnitsOf({ currency, decimal }: ProviderAmount, rounding: Rounding): bigint {
  const decimals = decimalsOf(currency);
  try {
    const { digits, exponent } = parseDecimal(decimal);
    const shift = exponent + decimals;
    return shift >= 0
      ? divideRounded(digits * 10n ** BigInt(shift), 1n, rounding)
      : divideRounded(digits, 10n ** BigInt(-shift), rounding);
  } catch (cause) {
    throw new NowPaymentsAnswerWrongError(`${decimal.slice(0, 40)} is no amount of ${currency}`, { cause });
  }
}

function decimalsOf(currency: string): number {
  const ticker = tickerOf(currency);
  if (!ticker) throw new NowPaymentsAnswerWrongError(`the currency ${currency.slice(0, 20)} is not known`);
  return ticker.decimals;
}
