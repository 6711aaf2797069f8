import { Decimal128 } from 'bson';

/** Why a value is no amount of a currency. */
export type AmountProblem = 'not_a_number' | 'too_fine' | 'float_artefact' | 'too_large';

export type ReadAmount =
  | { readonly units: bigint; readonly problem?: undefined }
  | { readonly units?: undefined; readonly problem: AmountProblem };

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/;
const MAX_TEXT = 100;
/** Amounts below 10^30 units: as many as a million million ether, and a hundred million of them still have a sum. */
const MAX_DIGITS = 30;

/**
 * A value of a document (BSON double, int32, int64, Decimal128 or text) as an exact count of the currency's smallest
 * units. A double is the shortest decimal that reads back as the same double (ECMAScript Number::toString), as it was
 * shown to users. Nothing is rounded: what is finer than the smallest unit is a problem.
 */
export function readAmount(value: unknown, decimals: number): ReadAmount {
  const text = amountText(value);
  const [, sign, whole, fraction = '', power = '0'] =
    text === undefined || text.length > MAX_TEXT ? [] : (DECIMAL.exec(text) ?? []);
  if (whole === undefined) return { problem: 'not_a_number' };
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return { units: 0n };
  const shift = Number(power) - fraction.length + (digits.length - significant.length) + decimals;
  if (shift < 0) return { problem: typeof value === 'number' ? 'float_artefact' : 'too_fine' };
  if (significant.length + shift > MAX_DIGITS) return { problem: 'too_large' };
  const units = BigInt(significant) * 10n ** BigInt(shift);
  return { units: sign ? -units : units };
}

/** The number in digits; undefined for what is neither a number nor text. */
function amountText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return String(value);
    case 'string':
      return value;
    default:
      return value instanceof Decimal128 ? value.toString() : undefined;
  }
}
