/** Digits with at most one point and an exponent, as JSON and JavaScript write numbers: `1e-8` is one satoshi. */
const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const MAX_EXPONENT = 60;

/** `digits` × 10^`exponent`, exactly. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * Reads a decimal number without going through floating point.
 * @throws RangeError for any other form, and for exponents beyond ±60
 */
export function parseDecimal(text: string): Decimal {
  const [, sign, whole, fraction = '', exponentText = '0'] = DECIMAL.exec(text) ?? [];
  const exponent = Number(exponentText);
  if (whole === undefined || Math.abs(exponent) > MAX_EXPONENT) {
    throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`);
  }
  const digits = BigInt(whole + fraction);
  return { digits: sign ? -digits : digits, exponent: exponent - fraction.length };
}

/**
 * A currency's amount in its smallest unit: `unitsFromDecimal('0.5', 8)` is 50 000 000.
 * @throws RangeError when the text is no decimal number, or finer than the smallest unit: nothing is rounded
 */
export function unitsFromDecimal(text: string, decimals: number): bigint {
  const { digits, exponent } = parseDecimal(text);
  const shift = exponent + decimals;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  if (digits % divisor !== 0n) {
    throw new RangeError(`finer than ${decimals} decimals: ${text.slice(0, 40)}`);
  }
  return digits / divisor;
}

/** An amount of smallest units as plain decimal text without needless zeros: `decimalFromUnits(50n, 2)` is `0.5`. */
export function decimalFromUnits(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}
