'use client';
import { type Formats, useFormats } from '../format/format-context.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { type IntervalChoice, IntervalFields } from './interval-fields.tsx';
import type { PriceInput } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';

/** A price as it is being typed. */
export interface PriceDraft {
  readonly amount: string;
  readonly currency: string;
  readonly interval: IntervalChoice;
  readonly trialDays: string;
  readonly graceDays: string;
  readonly setupFee: string;
}

export const NEW_PRICE: PriceDraft = {
  amount: '',
  currency: 'USD',
  interval: { count: '1', unit: 'MONTH' },
  trialDays: '',
  graceDays: '',
  setupFee: '',
};

/** The price that was typed; undefined when its amounts are none. */
export function toPriceInput(draft: PriceDraft, format: Formats): PriceInput | undefined {
  const { currency, interval, trialDays, graceDays } = draft;
  const amount = format.parse(draft.amount, currency);
  const setupFee = format.parse(draft.setupFee || '0', currency);
  if (amount === undefined || amount === 0n || setupFee === undefined) return undefined;
  return {
    amount: String(amount),
    currency,
    interval: { unit: interval.unit, count: Number(interval.count) },
    trialDays: Number(trialDays || '0'),
    graceDays: Number(graceDays || '0'),
    setupFee: String(setupFee),
  };
}

/** What a price without a token is made of. */
export function PriceFields({
  value,
  onChange,
  error,
}: {
  readonly value: PriceDraft;
  readonly onChange: (value: PriceDraft) => void;
  readonly error?: string | undefined;
}) {
  const t = usePlansStrings();
  const format = useFormats();
  const set = (change: Partial<PriceDraft>) => onChange({ ...value, ...change });
  const days = { inputMode: 'numeric', pattern: '[0-9]{0,4}', suffix: t.days, placeholder: '0' } as const;
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t.amount}
          inputMode="decimal"
          required
          error={error}
          value={value.amount}
          onChange={(event) => set({ amount: event.target.value })}
        />
        <SelectField
          label={t.currency}
          value={value.currency}
          onChange={(event) => set({ currency: event.target.value })}
        >
          {format.currencies.map(({ code }) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
      </div>
      <IntervalFields value={value.interval} onChange={(interval) => set({ interval })} />
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label={t.trial}
          {...days}
          value={value.trialDays}
          onChange={(event) => set({ trialDays: event.target.value })}
        />
        <TextField
          label={t.grace}
          {...days}
          value={value.graceDays}
          onChange={(event) => set({ graceDays: event.target.value })}
        />
        <TextField
          label={t.setupFee}
          inputMode="decimal"
          placeholder="0"
          value={value.setupFee}
          onChange={(event) => set({ setupFee: event.target.value })}
        />
      </div>
    </>
  );
}
