'use client';
import { parseColor, toHex } from '../brand/contrast.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useSettingsStrings } from './settings-strings.ts';

/** Shown while none is chosen: the colour of the product. */
const PRODUCT = '#0f5c56';

/** A colour by its number or from the system's own picker; empty is none. */
export function ColorField({
  value,
  onChange,
  disabled,
  error,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled: boolean;
  readonly error: string | undefined;
}) {
  const t = useSettingsStrings();
  const color = parseColor(value);
  const wrong = value.trim() !== '' && color === undefined ? t.badColor : error;
  return (
    <div className="flex items-start gap-3">
      <input
        type="color"
        aria-label={t.pickColor}
        disabled={disabled}
        value={color ? toHex(color) : PRODUCT}
        onChange={(event) => onChange(event.target.value)}
        className="mt-[1.625rem] h-10 w-12 shrink-0 rounded-control border border-strong-line bg-surface p-1"
      />
      <div className="min-w-0 flex-1">
        <TextField
          label={t.color}
          hint={t.colorHint}
          optional
          placeholder={PRODUCT}
          maxLength={7}
          disabled={disabled}
          error={wrong}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      {value !== '' && !disabled && (
        <Button look="quiet" className="mt-[1.625rem]" onClick={() => onChange('')}>
          {t.noColor}
        </Button>
      )}
    </div>
  );
}
