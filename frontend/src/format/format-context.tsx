'use client';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useLocale } from '../strings/locale.tsx';
import { type Currency, formatMoney, parseMoney } from './money.ts';

const CurrenciesContext = createContext<readonly Currency[]>([]);

/** The currencies that this installation counts in. */
export function CurrenciesProvider({
  currencies,
  children,
}: {
  currencies: readonly Currency[];
  children: ReactNode;
}) {
  return <CurrenciesContext value={currencies}>{children}</CurrenciesContext>;
}

export interface Formats {
  readonly currencies: readonly Currency[];
  /** Decimal places of a currency; an unknown one counts in whole units. */
  decimals(code: string): number;
  /** An amount in the smallest unit, for people. */
  money(amount: bigint | string, code: string): string;
  /** What a person typed in whole units, in the smallest unit; undefined when it is no amount. */
  parse(text: string, code: string): bigint | undefined;
  number(value: number | bigint): string;
  /** A share of one: 0.123 is `12.3%`. */
  percent(share: number): string;
  date(iso: string | Date): string;
  dateTime(iso: string | Date): string;
  /** `in 3 days`, `2 hours ago`, seen from `now`. */
  relative(iso: string | Date, now: Date): string;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How amounts, numbers and times are written for the reader. */
export function useFormats(): Formats {
  const locale = useLocale();
  const currencies = useContext(CurrenciesContext);
  return useMemo(() => {
    const byCode = new Map(currencies.map((each) => [each.code, each]));
    const get = (code: string): Currency => byCode.get(code) ?? { code, decimals: 0 };
    const number = new Intl.NumberFormat(locale);
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    return {
      currencies,
      decimals: (code) => get(code).decimals,
      money: (amount, code) => formatMoney(amount, get(code), locale),
      parse: (text, code) => parseMoney(text, get(code).decimals),
      number: (value) => number.format(value),
      percent: (share) => percent.format(share),
      date: (iso) => date.format(new Date(iso)),
      dateTime: (iso) => dateTime.format(new Date(iso)),
      relative(iso, now) {
        const seconds = (new Date(iso).getTime() - now.getTime()) / 1_000;
        const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
        return relative.format(Math.trunc(seconds / length), unit);
      },
    };
  }, [locale, currencies]);
}
