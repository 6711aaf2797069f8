'use client';
import { useEffect, useState } from 'react';
import { useCommonStrings } from '../strings/common.ts';

type Theme = 'system' | 'light' | 'dark';
const YEAR_SECONDS = 31_536_000;

/** Light, dark, or as the system: kept in a cookie, so that the server draws the next page in it from the start. */
export function ThemeChoice() {
  const t = useCommonStrings();
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme((document.documentElement.dataset.theme as Theme | undefined) ?? 'system'), []);
  const choose = (next: Theme) => {
    setTheme(next);
    const root = document.documentElement;
    if (next === 'system') delete root.dataset.theme;
    else root.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser that this serves
    document.cookie = `theme=${next}; path=/; max-age=${next === 'system' ? 0 : YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <label className="flex items-center gap-2 text-sm text-soft">
      {t.theme}
      <select
        value={theme}
        onChange={(event) => choose(event.target.value as Theme)}
        className="min-h-8 rounded-control border border-strong-line bg-surface px-2 text-ink"
      >
        <option value="system">{t.themeSystem}</option>
        <option value="light">{t.themeLight}</option>
        <option value="dark">{t.themeDark}</option>
      </select>
    </label>
  );
}
