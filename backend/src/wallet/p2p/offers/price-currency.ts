import type { Currencies } from '../../../ledger/index.ts';
import { InvalidInputError } from '../../../platform/errors/index.ts';

const NATIONAL: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * The decimals of a currency that prices may be in: one of the ledger's, or a national one that is paid outside, by its
 * ISO 4217 code, with the decimals it is commonly written with (Unicode CLDR).
 * @throws InvalidInputError for any other
 */
export function priceDecimalsOf({ all }: Pick<Currencies, 'all'>, code: string): number {
  const known = all.find((currency) => currency.code === code);
  if (known !== undefined) return known.decimals;
  if (!NATIONAL.has(code)) throw new InvalidInputError('priceCurrency', 'a currency code such as USD or BTC');
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
