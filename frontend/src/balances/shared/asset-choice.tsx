'use client';
import { SelectField } from '../../ui/field.tsx';
import { assetText } from './asset-text.ts';

/** A choice of what to send: a currency in a network. */
export function AssetChoice({
  label,
  assets,
  value,
  onChange,
}: {
  readonly label: string;
  readonly assets: readonly { readonly asset: string; readonly currency: string }[];
  readonly value: string;
  readonly onChange: (asset: string) => void;
}) {
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {assets.map((each) => (
        <option key={each.asset} value={each.asset}>
          {assetText(each)}
        </option>
      ))}
    </SelectField>
  );
}
