'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { type LimitedOperation, SetOperationLimitDocument } from './limits.generated.ts';
import { useLimitsStrings } from './limits-strings.ts';

/** Sets how much a person may move of a currency by one kind of operation. */
export function LimitForm({ onDone }: { readonly onDone: () => void }) {
  const t = useLimitsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const set = useAction(SetOperationLimitDocument);
  const operations = Object.keys(t.operations) as LimitedOperation[];
  const [operation, setOperation] = useState<LimitedOperation>('WITHDRAWAL');
  const [currency, setCurrency] = useState('BTC');
  const [perOnce, setPerOnce] = useState('');
  const [perDay, setPerDay] = useState('');
  const [wrong, setWrong] = useState<string>();
  const read = (text: string) => (text.trim() === '' ? null : format.parse(text, currency));
  const submit = async () => {
    const [once, day] = [read(perOnce), read(perDay)];
    setWrong(once === undefined || day === undefined ? t.badAmount : undefined);
    if (once === undefined || day === undefined) return;
    const amounts = {
      perOnce: once === null ? null : String(once),
      perDay: day === null ? null : String(day),
    };
    const { data } = await set.run({ operation, currency, ...amounts });
    if (data) onDone();
  };
  return (
    <form
      className="flex flex-col gap-4 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3 className="font-medium">{t.setLimit}</h3>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={t.operation}
          value={operation}
          onChange={(event) =>
            setOperation(operations.find((each) => each === event.target.value) ?? operation)
          }
        >
          {operations.map((each) => (
            <option key={each} value={each}>
              {t.operations[each]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={o.currency}
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
        >
          {format.currencies.map(({ code }) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
        <TextField
          label={t.perOnce}
          inputMode="decimal"
          error={wrong}
          value={perOnce}
          onChange={(event) => setPerOnce(event.target.value)}
        />
        <TextField
          label={t.perDay}
          inputMode="decimal"
          value={perDay}
          onChange={(event) => setPerDay(event.target.value)}
        />
      </div>
      <p className="text-sm text-soft">{t.limitHint}</p>
      <ProblemText problem={set.problem} />
      <div>
        <Button type="submit" busy={set.busy}>
          {t.setLimit}
        </Button>
      </div>
    </form>
  );
}
