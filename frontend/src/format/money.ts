import type { Locale } from '../strings/locale.tsx';

export interface Currency {
  readonly code: string;
  /** The smallest unit is 10^-decimals. */
  readonly decimals: number;
}

/** Below a hundredth of a bitcoin, satoshi are easier to read than zeros. */
const SATS_BELOW = 1_000_000n;
const FIAT = /^(USD|EUR|GBP|CHF|JPY|CAD|AUD)$/;

/** The whole units of an amount as an exact decimal: 1234 of 2 decimals is `12.34`. */
export function toDecimal(amount: bigint, decimals: number): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = decimals > 0 ? `.${digits.slice(point)}` : '';
  return `${amount < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`;
}

/** An amount in the currency's smallest unit as people write it: `50,000 sat`, `0.25 BTC`, `$12.50`, `12.5 USDC`. Exact. */
export function formatMoney(amount: bigint | string, { code, decimals }: Currency, locale: Locale): string {
  const units = BigInt(amount);
  if (code === 'BTC' && units > -SATS_BELOW && units < SATS_BELOW) {
    return `${new Intl.NumberFormat(locale).format(units)} sat`;
  }
  const decimal = toDecimal(units, decimals) as `${number}`;
  if (FIAT.test(code)) {
    return new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(decimal);
  }
  const digits = { minimumFractionDigits: Math.min(2, decimals), maximumFractionDigits: decimals };
  return `${new Intl.NumberFormat(locale, digits).format(decimal)} ${code}`;
}

const PLAIN = /^(\d{1,20})(?:\.(\d*))?$/;
/** Commas between thousands, all of them. */
const GROUPED = /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d*))?$/;
/** 1500 to some, 1.5 to others. */
const AMBIGUOUS = /^\d{1,3},\d{3}$/;

/**
 * What a person typed in whole units, in the smallest unit; undefined when it is no such amount, finer than the unit, or can
 * be read in two ways: half of the world writes `0,5` for a half.
 */
export function parseMoney(text: string, decimals: number): bigint | undefined {
  const typed = text.trim();
  if (decimals > 2 && AMBIGUOUS.test(typed)) return undefined;
  const [, whole, fraction = ''] = PLAIN.exec(typed) ?? GROUPED.exec(typed) ?? [];
  if (whole === undefined || fraction.length > decimals) return undefined;
  return BigInt(whole.replaceAll(',', '') + fraction.padEnd(decimals, '0'));
}
