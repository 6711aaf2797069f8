'use client';
import type { ReactNode } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { SelectField } from '../../ui/field.tsx';
import { useWalletWords } from './wallet-words.ts';

/** A choice of one currency, or of all where nothing is a choice as well. */
export function CurrencyChoice({
  label,
  value,
  onChange,
  codes,
  all = false,
}: {
  readonly label?: ReactNode;
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Those to choose from (default: all that the installation counts in). */
  readonly codes?: readonly string[];
  readonly all?: boolean;
}) {
  const words = useWalletWords();
  const { currencies } = useFormats();
  return (
    <SelectField
      label={label ?? words.currency}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {all && <option value="">{words.all}</option>}
      {(codes ?? currencies.map(({ code }) => code)).map((code) => (
        <option key={code} value={code}>
          {code}
        </option>
      ))}
    </SelectField>
  );
}
