'use client';
import { SelectField, TextField } from '../ui/field.tsx';
import type { UrlFilters } from '../ui/use-url-filters.ts';
import { PRESETS, type Preset } from './report-period.ts';
import { useReportsStrings } from './reports-strings.ts';

/** The days of the report, kept in the address. */
export function PeriodChoice({ preset, filters }: { readonly preset: Preset; readonly filters: UrlFilters }) {
  const t = useReportsStrings();
  return (
    <div className="grid gap-4 sm:grid-cols-3 lg:max-w-2xl">
      <SelectField
        label={t.period}
        value={preset}
        onChange={(event) => filters.set('period', event.target.value)}
      >
        {PRESETS.map((each) => (
          <option key={each} value={each}>
            {t.presets[each]}
          </option>
        ))}
      </SelectField>
      {preset === 'custom' && (
        <>
          <TextField
            type="date"
            label={t.from}
            value={filters.get('from')}
            onChange={(event) => filters.set('from', event.target.value)}
          />
          <TextField
            type="date"
            label={t.to}
            value={filters.get('to')}
            onChange={(event) => filters.set('to', event.target.value)}
          />
        </>
      )}
    </div>
  );
}
