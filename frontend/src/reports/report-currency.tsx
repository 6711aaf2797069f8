'use client';
import { useFormats } from '../format/format-context.tsx';
import { useTexts } from '../strings/locale.tsx';
import { usePreference } from '../ui/use-preference.ts';

const catalogs = { en: { label: 'Totals in' } };

/** What totals over several currencies are counted in, as this browser remembers it. */
export function useReportCurrency(): readonly [string, (currency: string) => void] {
  return usePreference('report-currency', 'USD');
}

export function ReportCurrencyChoice() {
  const t = useTexts(catalogs);
  const { currencies } = useFormats();
  const [currency, setCurrency] = useReportCurrency();
  return (
    <label className="flex items-center gap-2 text-sm text-soft">
      {t.label}
      <select
        value={currency}
        onChange={(event) => setCurrency(event.target.value)}
        className="min-h-8 rounded-control border border-strong-line bg-surface px-2 text-ink"
      >
        {currencies.map(({ code }) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    </label>
  );
}
