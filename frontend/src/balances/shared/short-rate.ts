/** Digits that say enough of a rate to compare it with another. */
const DIGITS = 8;

/** A decimal number cut to its first eight digits that count: `60123.456789012` is `60123.456`. Never rounded up. */
export function shortRate(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const leading = whole === '0' ? fraction.length - fraction.replace(/^0+/, '').length : -whole.length;
  const kept = fraction.slice(0, Math.max(0, DIGITS + leading)).replace(/0+$/, '');
  return kept === '' ? whole : `${whole}.${kept}`;
}
