import { InvalidInputError } from '../../platform/errors/index.ts';
import { convert, type Rate, RateUnavailableError } from '../../rates/index.ts';
import { balancesOf, type WalletBalance } from '../accounts/wallet-balance.ts';
import type { WalletScope } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { apportion } from './apportion.ts';
import { priceList } from './price-list.ts';

export const WHOLE_BPS = 10_000n;

/** What a person has in one currency, wallet and savings together. Amounts are in its smallest unit. */
export interface Position {
  readonly currency: string;
  readonly decimals: number;
  readonly available: bigint;
  readonly locked: bigint;
  readonly savings: bigint;
  readonly total: bigint;
  /** In the smallest unit of the portfolio's currency; null without a rate. */
  readonly value: bigint | null;
  /** Of the portfolio's value, in hundredths of a percent; null without a rate, or where nothing has a value. */
  readonly shareBps: number | null;
  readonly rate: Rate | null;
}

export interface Portfolio {
  readonly currency: string;
  readonly decimals: number;
  readonly at: Date;
  /** The sum of the values there are, in the currency's smallest unit. */
  readonly total: bigint;
  /** By currency. Shares add up to 10,000 exactly. */
  readonly positions: readonly Position[];
  /** What there is no rate for now, and the total is without. */
  readonly unpriced: readonly string[];
}

type Services = Pick<WalletServices, 'database' | 'currencies' | 'rates' | 'clock'>;

/**
 * What a person has, valued at the rates of now; each value is rounded half to even.
 * @throws CurrencyUnknownError; InvalidInputError for a currency that nothing can be valued in
 */
export async function valuePortfolio(
  services: Services,
  scope: WalletScope,
  currency: string,
): Promise<Portfolio> {
  const { decimals } = services.currencies.get(currency);
  await requirePriced(services, currency);
  const balances = await balancesOf(services.database.client, scope);
  const codes = [...new Set(balances.map((balance) => balance.currency))].sort();
  const prices = await priceList(services, codes, currency);
  const valued = codes.map((code) => {
    const holding = holdingIn(balances, code);
    const from = services.currencies.get(code).decimals;
    const rate = prices.get(code) ?? null;
    const value = valueIn(rate, holding.total, { fromDecimals: from, toDecimals: decimals });
    return { currency: code, decimals: from, ...holding, rate, value };
  });
  const shares = apportion(
    WHOLE_BPS,
    valued.map(({ value }) => value ?? 0n),
  );
  const total = valued.reduce((sum, { value }) => sum + (value ?? 0n), 0n);
  return {
    currency,
    decimals,
    at: services.clock.now(),
    total,
    positions: valued.map((position, index) => ({
      ...position,
      shareBps: position.value === null || total === 0n ? null : Number(shares[index] ?? 0n),
    })),
    unpriced: valued.filter(({ value }) => value === null).map((position) => position.currency),
  };
}

function valueIn(
  rate: Rate | null,
  amountUnits: bigint,
  decimals: { readonly fromDecimals: number; readonly toDecimals: number },
): bigint | null {
  if (rate === null) return amountUnits === 0n ? 0n : null;
  return convert({ amountUnits, ratio: rate.ratio, ...decimals, rounding: 'half-even' });
}

function holdingIn(balances: readonly WalletBalance[], currency: string) {
  const sum = (of: (balance: WalletBalance) => bigint) =>
    balances.filter((balance) => balance.currency === currency).reduce((all, each) => all + of(each), 0n);
  return {
    available: sum(({ kind, available }) => (kind === 'wallet' ? available : 0n)),
    locked: sum(({ kind, locked }) => (kind === 'wallet' ? locked : 0n)),
    savings: sum(({ kind, total }) => (kind === 'savings' ? total : 0n)),
    total: sum(({ total }) => total),
  };
}

/** That a rate is missing now is shown; a currency that never has one is no answer to the question. */
async function requirePriced({ rates }: Pick<Services, 'rates'>, currency: string): Promise<void> {
  try {
    await rates.rate('USD', currency);
  } catch (error) {
    if (error instanceof RateUnavailableError) return;
    if (error instanceof InvalidInputError) throw new InvalidInputError('currency', error.expected);
    throw error;
  }
}
