import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '../providers.tsx';
import { readCurrencies } from '../settings/read-currencies.ts';
import { readSettings } from '../settings/read-settings.ts';
import { SERVER_LOCALE } from '../strings/server-locale.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'CharmBills', template: '%s · CharmBills' },
  description: 'Subscriptions paid in bitcoin, from wallet to wallet.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f6f3' },
    { media: '(prefers-color-scheme: dark)', color: '#121417' },
  ],
};

/** Every page: the theme that was chosen (the cookie `theme`), the settings, and no more. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get('theme')?.value;
  return (
    <html lang={SERVER_LOCALE} data-theme={theme === 'dark' || theme === 'light' ? theme : undefined}>
      <body className="bg-canvas font-sans text-ink antialiased">
        <Providers settings={readSettings()} currencies={await readCurrencies()} locale={SERVER_LOCALE}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
