'use client';
import { SelectField } from './field.tsx';

/** A filter of a list: one of those that there are, or all. */
export function FilterSelect<Value extends string>({
  label,
  all,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  /** What no choice is called. */
  readonly all: string;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value | '') => void;
}) {
  return (
    <SelectField
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(options.find(([each]) => each === event.target.value)?.[0] ?? '')}
    >
      <option value="">{all}</option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}
