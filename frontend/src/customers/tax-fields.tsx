'use client';
import { Button } from '../ui/button.tsx';
import { CheckboxField, SelectField, TextField } from '../ui/field.tsx';
import { useCustomersStrings } from './customers-strings.ts';
import type { DraftTax } from './tax-rates.ts';

/** Which taxes a customer has: those of the merchant (undefined), none, or own ones. */
export function TaxFields({
  value,
  onChange,
  error,
}: {
  readonly value: readonly DraftTax[] | undefined;
  readonly onChange: (value: readonly DraftTax[] | undefined) => void;
  readonly error: string | undefined;
}) {
  const t = useCustomersStrings();
  const add = () => {
    const key = Math.max(-1, ...(value ?? []).map((tax) => tax.key)) + 1;
    onChange([...(value ?? []), { key, name: '', percent: '', included: false }]);
  };
  const set = (key: number, change: Partial<DraftTax>) =>
    onChange(value?.map((tax) => (tax.key === key ? { ...tax, ...change } : tax)));
  return (
    <>
      <SelectField
        label={t.taxes}
        error={error}
        value={value === undefined ? 'merchant' : value.length === 0 ? 'exempt' : 'own'}
        onChange={({ target }) => {
          if (target.value === 'own') add();
          else onChange(target.value === 'exempt' ? [] : undefined);
        }}
      >
        <option value="merchant">{t.asMerchant}</option>
        <option value="exempt">{t.exempt}</option>
        <option value="own">{t.taxesOwn}</option>
      </SelectField>
      {value?.map(({ key, name, percent, included }, index) => (
        <div key={key} className="grid gap-3 rounded-control border border-line p-3">
          <div className="grid grid-cols-[1fr_7rem] gap-3">
            <TextField
              label={t.taxName}
              required
              maxLength={40}
              value={name}
              onChange={(event) => set(key, { name: event.target.value })}
            />
            <TextField
              label={t.taxRate}
              suffix="%"
              inputMode="decimal"
              required
              value={percent}
              onChange={(event) => set(key, { percent: event.target.value })}
            />
          </div>
          <div className="flex items-center justify-between gap-3">
            <CheckboxField
              label={t.taxIncluded}
              checked={included}
              onChange={(event) => set(key, { included: event.target.checked })}
            />
            <Button
              look="quiet"
              size="small"
              aria-label={t.removeTax(index + 1)}
              onClick={() => onChange(value.filter((tax) => tax.key !== key))}
            >
              ✕
            </Button>
          </div>
        </div>
      ))}
      {value !== undefined && value.length > 0 && (
        <div>
          <Button size="small" onClick={add}>
            {t.addTax}
          </Button>
        </div>
      )}
    </>
  );
}
