'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { parseMoney } from '../../format/money.ts';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { SetSavingsRateDocument } from './limits.generated.ts';
import { useLimitsStrings } from './limits-strings.ts';

/** A percent has as many millionths of a whole as this many decimals give. */
const PPM_DECIMALS = 4;
const MOST_PPM = 1_000_000n;

/** Publishes what savings in a currency earn from a day to come. */
export function RateForm({ onDone }: { readonly onDone: () => void }) {
  const t = useLimitsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const toast = useToast();
  const set = useAction(SetSavingsRateDocument);
  const [currency, setCurrency] = useState('BTC');
  const [percent, setPercent] = useState('');
  const [day, setDay] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = async () => {
    const ppm = parseMoney(percent, PPM_DECIMALS);
    const isRate = ppm !== undefined && ppm <= MOST_PPM;
    setWrong(isRate ? undefined : t.badRate);
    if (!isRate) return;
    const { data } = await set.run({ currency, fromDay: `${day}T00:00:00.000Z`, ratePpm: Number(ppm) });
    if (!data) return;
    toast.good(t.done);
    onDone();
  };
  return (
    <form
      className="flex flex-col gap-4 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3 className="font-medium">{t.publish}</h3>
      <div className="grid gap-3 sm:grid-cols-3">
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
          label={t.rate}
          suffix="%"
          inputMode="decimal"
          required
          error={wrong}
          value={percent}
          onChange={(event) => setPercent(event.target.value)}
        />
        <TextField
          label={t.from}
          type="date"
          required
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </div>
      <p className="text-sm text-soft">{t.rateHint}</p>
      <ProblemText problem={set.problem} />
      <div>
        <Button type="submit" busy={set.busy}>
          {t.publish}
        </Button>
      </div>
    </form>
  );
}
