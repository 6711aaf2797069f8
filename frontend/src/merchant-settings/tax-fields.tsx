'use client';
import { parseMoney, toDecimal } from '../format/money.ts';
import { Button } from '../ui/button.tsx';
import { CheckboxField, TextField } from '../ui/field.tsx';
import type { InvoicingFactsFragment } from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

/** A tax as it is typed, its rate in percent. */
export interface TaxText {
  readonly key: string;
  readonly name: string;
  readonly rate: string;
  readonly included: boolean;
}

/** Without zeros that say nothing: 190000 parts per million are `19`. */
export function toTaxText({ name, ratePpm, included }: InvoicingFactsFragment['taxes'][number]): TaxText {
  const rate = toDecimal(BigInt(ratePpm), 4).replace(/\.?0+$/, '');
  return { key: crypto.randomUUID(), name, rate: rate || '0', included };
}

/** The taxes that stand on every invoice. */
export function TaxFields({
  value,
  onChange,
  disabled,
}: {
  readonly value: readonly TaxText[];
  readonly onChange: (value: readonly TaxText[]) => void;
  readonly disabled: boolean;
}) {
  const t = useSettingsStrings();
  const write = (key: string, change: Partial<TaxText>) =>
    onChange(value.map((each) => (each.key === key ? { ...each, ...change } : each)));
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-4 border-t border-line pt-5">
      <legend className="float-left text-sm font-medium">{t.taxes}</legend>
      <p className="clear-left -mt-3 text-sm text-soft">{t.taxesHint}</p>
      {value.length === 0 && <p>{t.noTaxes}</p>}
      {value.map(({ key, name, rate, included }) => (
        <div key={key} className="grid items-start gap-3 sm:grid-cols-[1fr_8rem_auto]">
          <TextField
            label={t.taxName}
            required
            maxLength={40}
            value={name}
            onChange={(event) => write(key, { name: event.target.value })}
          />
          <TextField
            label={t.taxRate}
            suffix={t.percentSign}
            inputMode="decimal"
            required
            error={parseMoney(rate, 4) === undefined && rate !== '' ? t.badPercent : undefined}
            value={rate}
            onChange={(event) => write(key, { rate: event.target.value })}
          />
          <div className="flex flex-wrap items-center gap-3 sm:pt-7">
            <CheckboxField
              label={t.taxIncluded}
              checked={included}
              onChange={(event) => write(key, { included: event.target.checked })}
            />
            <Button
              size="small"
              look="quiet"
              aria-label={t.removeTax(name)}
              onClick={() => onChange(value.filter((each) => each.key !== key))}
            >
              ×
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            onChange([...value, { key: crypto.randomUUID(), name: '', rate: '', included: false }])
          }
        >
          {t.addTax}
        </Button>
      </div>
    </fieldset>
  );
}
