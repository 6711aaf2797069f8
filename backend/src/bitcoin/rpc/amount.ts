const SATS_DIGITS = 8;
const DECIMAL = /^(-?)(\d{1,10})(?:\.(\d{1,8}))?$/;

/**
 * Satoshi of an amount of bitcoin as the node writes it (`0.12345678`), without going through floating point.
 * @throws RangeError for any other form, more than 8 decimals among them
 */
export function satsFromDecimal(text: string): bigint {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`not an amount of bitcoin: ${text.slice(0, 40)}`);
  const sats = BigInt(whole + fraction.padEnd(SATS_DIGITS, '0'));
  return sign ? -sats : sats;
}

/** An amount of satoshi in bitcoin, with all 8 decimals. */
export function decimalFromSats(sats: bigint): string {
  const digits = (sats < 0n ? -sats : sats).toString().padStart(SATS_DIGITS + 1, '0');
  return `${sats < 0n ? '-' : ''}${digits.slice(0, -SATS_DIGITS)}.${digits.slice(-SATS_DIGITS)}`;
}
