'use client';
import type { ReactNode } from 'react';
import { CurrenciesProvider } from './format/format-context.tsx';
import type { Currency } from './format/money.ts';
import type { Settings } from './settings/settings.ts';
import { SettingsProvider } from './settings/settings-context.tsx';
import { type Locale, LocaleProvider } from './strings/locale.tsx';
import { ToastProvider } from './ui/toast.tsx';

/** What every page has around it. */
export function Providers({
  settings,
  currencies,
  locale,
  children,
}: {
  readonly settings: Settings;
  readonly currencies: readonly Currency[];
  readonly locale: Locale;
  readonly children: ReactNode;
}) {
  return (
    <SettingsProvider settings={settings}>
      <LocaleProvider locale={locale}>
        <CurrenciesProvider currencies={currencies}>
          <ToastProvider>{children}</ToastProvider>
        </CurrenciesProvider>
      </LocaleProvider>
    </SettingsProvider>
  );
}
