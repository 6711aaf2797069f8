import { InvalidInputError } from '../../../platform/errors/index.ts';
import {
  decimalFromUnits,
  divideRounded,
  multiplyRatios,
  ratio,
  ratioFromDecimal,
} from '../../../platform/money/index.ts';
import { convert, RateUnavailableError } from '../../../rates/index.ts';
import type { P2pServices } from '../p2p-services.ts';
import type { Offer } from './offer.ts';

/** A price of a whole unit as people write it: 15 digits before the point, 12 behind it. */
const WRITTEN = /^\d{1,15}(\.\d{1,12})?$/;
/** A price that follows the market is rounded to so many, to the nearest. */
const UNIT_PRICE_DECIMALS = 18;
const WHOLE_BPS = 10_000n;
/** NUMERIC(38,0) holds what is below. */
const AMOUNT_END = 10n ** 38n;

/**
 * The same price in one spelling, without needless zeros.
 * @throws InvalidInputError unless it is more than zero and has at most 15 digits and 12 decimals
 */
export function readUnitPrice(text: string): string {
  if (!WRITTEN.test(text) || !/[1-9]/.test(text)) {
    throw new InvalidInputError(
      'unitPrice',
      'more than zero, as plain digits: at most 15, and 12 after a point',
    );
  }
  const [whole = '', fraction = ''] = text.split('.');
  return decimalFromUnits(BigInt(whole + fraction.padEnd(UNIT_PRICE_DECIMALS, '0')), UNIT_PRICE_DECIMALS);
}

/**
 * Whole units of the price currency for one whole unit, now, as an exact decimal number.
 * @throws RateUnavailableError; InvalidInputError for a currency that has no rate at all
 */
export async function unitPriceNow(
  { rates }: Pick<P2pServices, 'rates'>,
  { currency, priceCurrency, price }: Pick<Offer, 'currency' | 'priceCurrency' | 'price'>,
): Promise<string> {
  if (price.kind === 'fixed') return price.unitPrice;
  const rate = await rates.rate(currency, priceCurrency);
  const { numerator, denominator } = multiplyRatios(
    rate.ratio,
    ratio(WHOLE_BPS + BigInt(price.marginBps), WHOLE_BPS),
  );
  const scaled = divideRounded(numerator * 10n ** BigInt(UNIT_PRICE_DECIMALS), denominator, 'half-even');
  if (scaled === 0n) throw new RateUnavailableError(rate.pair);
  return decimalFromUnits(scaled, UNIT_PRICE_DECIMALS);
}

/**
 * What an amount costs, in the smallest unit of the price currency, rounded up: who asks for money rounds up.
 * @throws InvalidInputError when that is more than can be counted
 */
export function costOf(
  { currencies }: Pick<P2pServices, 'currencies'>,
  { currency, priceDecimals }: Pick<Offer, 'currency' | 'priceDecimals'>,
  amount: bigint,
  unitPrice: string,
): bigint {
  const cost = convert({
    amountUnits: amount,
    ratio: ratioFromDecimal(unitPrice),
    fromDecimals: currencies.get(currency).decimals,
    toDecimals: priceDecimals,
    rounding: 'up',
  });
  if (cost >= AMOUNT_END) throw new InvalidInputError('amount', 'less, at this price');
  return cost;
}
