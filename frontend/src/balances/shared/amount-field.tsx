'use client';
import type { ReactNode } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { toDecimal } from '../../format/money.ts';
import { TextField } from '../../ui/field.tsx';
import { useWalletWords } from './wallet-words.ts';

/** An amount as a person types it, in whole units of a currency; what it says in the smallest unit comes from `format.parse`. */
export function AmountField({
  label,
  currency,
  value,
  onChange,
  most,
  hint,
  error,
}: {
  readonly label: ReactNode;
  readonly currency: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What there is, in the smallest unit: shown, and offered as the whole of it. */
  readonly most?: bigint;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
}) {
  const words = useWalletWords();
  const format = useFormats();
  const wrong = value.trim() !== '' && format.parse(value, currency) === undefined;
  const decimals = format.decimals(currency);
  const offered = most ?? 0n;
  return (
    <TextField
      label={label}
      inputMode="decimal"
      autoComplete="off"
      suffix={currency}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={wrong ? words.noAmount(decimals > 2 ? '0.015' : '12.50') : error}
      hint={
        most === undefined ? (
          hint
        ) : (
          <span className="flex min-h-6 flex-wrap items-center justify-between gap-x-2">
            {words.available(format.money(offered, currency))}
            {offered > 0n && (
              <button
                type="button"
                className="min-h-6 font-medium text-accent underline"
                onClick={() => onChange(toDecimal(offered, decimals))}
              >
                {words.most}
              </button>
            )}
          </span>
        )
      }
    />
  );
}
