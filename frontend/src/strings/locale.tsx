'use client';
import { createContext, type ReactNode, useContext } from 'react';

/** The languages there are catalogs in. Another one is added here, and the compiler names every catalog that lacks it. */
export const LOCALES = ['en'] as const;
export type Locale = (typeof LOCALES)[number];

const LocaleContext = createContext<Locale>('en');

export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** The texts of one part of the product, of which there is one catalog for each language, in that of the reader. */
export function useTexts<Texts>(catalogs: Readonly<Record<Locale, Texts>>): Texts {
  return catalogs[useLocale()];
}
