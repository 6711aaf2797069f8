'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { Settings } from './settings.ts';

const SettingsContext = createContext<Settings | undefined>(undefined);

export function SettingsProvider({ settings, children }: { settings: Settings; children: ReactNode }) {
  return <SettingsContext value={settings}>{children}</SettingsContext>;
}

/** What this installation is: where its API is, on which network. */
export function useSettings(): Settings {
  const settings = useContext(SettingsContext);
  if (settings === undefined) throw new Error('useSettings outside of SettingsProvider');
  return settings;
}
