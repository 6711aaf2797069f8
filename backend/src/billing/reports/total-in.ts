import { InvalidInputError } from '../../platform/errors/index.ts';
import { convert, RateUnavailableError } from '../../rates/index.ts';
import type { BillingServices } from '../ports.ts';

/** An amount in a currency's smallest unit. */
export interface CurrencyAmount {
  readonly currency: string;
  readonly amount: bigint;
}

/**
 * What amounts in several currencies are worth together in one, at the rates of now, each rounded half to even; null
 * while a rate is missing.
 * @throws CurrencyUnknownError for a currency to count in that there is none of
 */
export async function totalIn(
  { rates, currencies }: Pick<BillingServices, 'rates' | 'currencies'>,
  currency: string,
  amounts: readonly CurrencyAmount[],
): Promise<bigint | null> {
  const { decimals: toDecimals } = currencies.get(currency);
  let total = 0n;
  for (const { currency: from, amount } of amounts) {
    if (from === currency || amount === 0n) {
      total += amount;
      continue;
    }
    const rate = await rates.rate(from, currency).catch((error: unknown) => {
      if (error instanceof RateUnavailableError || error instanceof InvalidInputError) return null;
      throw error;
    });
    if (rate === null) return null;
    const worth = convert({
      amountUnits: amount < 0n ? -amount : amount,
      ratio: rate.ratio,
      fromDecimals: currencies.get(from).decimals,
      toDecimals,
      rounding: 'half-even',
    });
    total += amount < 0n ? -worth : worth;
  }
  return total;
}
