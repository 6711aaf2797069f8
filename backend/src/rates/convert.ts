import { divideRounded, type Ratio, type Rounding } from '../platform/money/index.ts';

export interface Conversion {
  /** Smallest units of the currency that the ratio starts from, 0 or more. */
  readonly amountUnits: bigint;
  /** Whole units of the other currency for one whole unit of this one. */
  readonly ratio: Ratio;
  readonly fromDecimals: number;
  readonly toDecimals: number;
  /** The one place where a conversion loses anything: less than one smallest unit, to this side. */
  readonly rounding: Rounding;
}

/**
 * An amount in another currency, in its smallest units. Who pays out rounds `down`, who asks for money rounds
 * `up`, and a display rounds `half-even`.
 * @throws RangeError for a negative amount
 */
export function convert({ amountUnits, ratio, fromDecimals, toDecimals, rounding }: Conversion): bigint {
  const numerator = amountUnits * ratio.numerator * 10n ** BigInt(toDecimals);
  const denominator = ratio.denominator * 10n ** BigInt(fromDecimals);
  return divideRounded(numerator, denominator, rounding);
}
