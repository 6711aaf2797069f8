'use client';
import { useLocale } from '../../strings/locale.tsx';
import { shortRate } from './short-rate.ts';

/** Writes a rate as people read it: `60,123.456`. */
export function useRateText(): (decimal: string) => string {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  return (decimal) => format.format(shortRate(decimal) as `${number}`);
}
