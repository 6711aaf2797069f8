'use client';
import type { ReactNode } from 'react';
import type { Settings } from './settings/settings.ts';
import { SettingsProvider } from './settings/settings-context.tsx';

/** What every page has around it. */
export function Providers({ settings, children }: { settings: Settings; children: ReactNode }) {
  return <SettingsProvider settings={settings}>{children}</SettingsProvider>;
}
