'use client';
import { SelectField, TextField } from '../ui/field.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import type { IntervalUnit } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';

export interface IntervalChoice {
  readonly count: string;
  readonly unit: IntervalUnit;
}

const UNITS: readonly IntervalUnit[] = ['DAY', 'WEEK', 'MONTH', 'YEAR'];

/** How long a period is: a number and a unit of the calendar. */
export function IntervalFields({
  value,
  onChange,
}: {
  readonly value: IntervalChoice;
  readonly onChange: (value: IntervalChoice) => void;
}) {
  const t = usePlansStrings();
  const words = useBillingWords();
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label={t.every}
        inputMode="numeric"
        pattern="[1-9][0-9]{0,2}"
        title={t.countTitle}
        required
        value={value.count}
        onChange={(event) => onChange({ ...value, count: event.target.value })}
      />
      <SelectField
        label={t.unit}
        value={value.unit}
        onChange={(event) =>
          onChange({ ...value, unit: UNITS.find((each) => each === event.target.value) ?? 'MONTH' })
        }
      >
        {UNITS.map((unit) => (
          <option key={unit} value={unit}>
            {words.unit[unit]}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
