import { ConfigError } from '../platform/config/index.ts';
import { CurrencyUnknownError } from './ledger.errors.ts';

/** Money is counted in whole units of 10^-decimals. */
export interface Currency {
  readonly code: string;
  readonly decimals: number;
}

/** The currencies that accounts may be opened in. */
export interface Currencies {
  readonly all: readonly Currency[];
  /** @throws CurrencyUnknownError */
  get(code: string): Currency;
}

const BUILT_IN: readonly Currency[] = [
  { code: 'BTC', decimals: 8 },
  { code: 'ETH', decimals: 18 },
  { code: 'USDC', decimals: 6 },
  { code: 'USDT', decimals: 6 },
  { code: 'PYUSD', decimals: 6 },
  { code: 'EURC', decimals: 6 },
  { code: 'USDB', decimals: 6 },
  { code: 'USD', decimals: 2 },
  { code: 'EUR', decimals: 2 },
];
/** Wei, the smallest unit we know, has 18; more would leave too few of the 38 digits before the point. */
const MAX_DECIMALS = 18;

/**
 * The built-in currencies and those of LEDGER_CURRENCIES, each written `CODE:decimals`.
 * @throws ConfigError for one that is malformed or counts differently from what is built in.
 */
export function createCurrencies(configured: readonly string[] = []): Currencies {
  const byCode = new Map(BUILT_IN.map((currency) => [currency.code, currency]));
  const problems: string[] = [];
  for (const text of configured) {
    const currency = parseCurrency(text);
    if (currency === undefined) {
      problems.push(`LEDGER_CURRENCIES: ${text} should be a code and its decimals, such as JPY:0`);
    } else if ((byCode.get(currency.code)?.decimals ?? currency.decimals) !== currency.decimals) {
      problems.push(`LEDGER_CURRENCIES: ${text} counts differently from the ${currency.code} known already`);
    } else {
      byCode.set(currency.code, currency);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    all: [...byCode.values()],
    get(code) {
      const currency = byCode.get(code);
      if (currency === undefined) throw new CurrencyUnknownError(code);
      return currency;
    },
  };
}

function parseCurrency(text: string): Currency | undefined {
  const [, code, digits] = /^([A-Z][A-Z0-9]{1,11}):(\d{1,2})$/.exec(text) ?? [];
  const decimals = Number(digits);
  return code === undefined || decimals > MAX_DECIMALS ? undefined : { code, decimals };
}

/** The amount in whole units of the currency, exactly: 123456n satoshi are `0.00123456`. */
export function formatAmount(amount: bigint, { decimals }: Currency): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = decimals > 0 ? `.${digits.slice(point)}` : '';
  return `${amount < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`;
}
