const PLACES = 18;
const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/**
 * An amount as a whole number of 10^-18.
 * @throws RangeError unless the text is a plain decimal with 18 places at most
 */
export function scaled(text: string): bigint {
  const [, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined || fraction.length > PLACES) throw new RangeError(`not an amount: ${text}`);
  return BigInt(whole + fraction.padEnd(PLACES, '0'));
}

/** The plain decimal of a whole number of 10^-18, without needless zeros. */
export function unscaled(amount: bigint): string {
  const digits = amount.toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return digits.slice(0, -PLACES) + (fraction && `.${fraction}`);
}

/** `amount` × `from` / `to` with `places` decimals, rounded up. All of them scaled. */
export function exchange(amount: bigint, from: bigint, to: bigint, places: number): bigint {
  const step = 10n ** BigInt(PLACES - places);
  const divisor = to * step;
  return ((amount * from + divisor - 1n) / divisor) * step;
}

/** How many decimals the text has. */
export function placesOf(text: string): number {
  return (text.split('.')[1] ?? '').length;
}
