import { InvalidInputError } from '../../platform/errors/index.ts';
import { divideRounded } from '../../platform/money/index.ts';

/** A tax as a merchant charges it. */
export interface TaxRate {
  /** As it stands on the invoice. */
  readonly name: string;
  /** Parts per million of the net amount: 190,000 is 19 %. */
  readonly ratePpm: number;
  /** Whether prices contain it; if not, it comes on top. */
  readonly included: boolean;
}

/** What one tax comes to. */
export interface TaxAmount extends TaxRate {
  readonly amount: bigint;
}

const WHOLE_PPM = 1_000_000n;
export const MAX_TAXES = 5;
const NAME_LIMIT = 60;

/**
 * The taxes on a sum of lines, in the currency's smallest unit. Taxes that prices contain are taken out of the sum
 * together, since each is a part of the same net amount; those on top are of that net amount. Each tax is rounded once
 * for the whole invoice, half to even.
 */
export function taxesOn(sum: bigint, rates: readonly TaxRate[]): TaxAmount[] {
  const included = rates.reduce((ppm, rate) => (rate.included ? ppm + BigInt(rate.ratePpm) : ppm), 0n);
  return rates.map((rate) => ({
    ...rate,
    amount: divideRounded(sum * BigInt(rate.ratePpm), WHOLE_PPM + included, 'half-even'),
  }));
}

/** @throws InvalidInputError naming the first field that cannot be */
export function checkTaxes(rates: readonly TaxRate[], field = 'taxes'): TaxRate[] {
  if (rates.length > MAX_TAXES) throw new InvalidInputError(field, `at most ${MAX_TAXES}`);
  return rates.map(({ name, ratePpm, included }, index) => {
    const text = name.trim();
    if (text === '' || text.length > NAME_LIMIT || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) {
      throw new InvalidInputError(`${field}.${index}.name`, `1 to ${NAME_LIMIT} characters on one line`);
    }
    if (!(Number.isInteger(ratePpm) && ratePpm >= 0 && ratePpm <= Number(WHOLE_PPM))) {
      throw new InvalidInputError(`${field}.${index}.ratePpm`, `from 0 to ${WHOLE_PPM}`);
    }
    return { name: text, ratePpm, included };
  });
}

/** Rates as they were stored after `checkTaxes`. */
export function storedTaxes(json: unknown): TaxRate[] {
  return Array.isArray(json) ? (json as TaxRate[]) : [];
}
