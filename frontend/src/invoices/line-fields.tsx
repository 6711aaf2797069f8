'use client';
import { useFormats } from '../format/format-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { type DraftLine, newLine, toItem } from './draft-lines.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** The lines of an invoice that is being written, with their sum. */
export function LineFields({
  lines,
  currency,
  onChange,
  error,
}: {
  readonly lines: readonly DraftLine[];
  readonly currency: string;
  readonly onChange: (lines: readonly DraftLine[]) => void;
  readonly error: string | undefined;
}) {
  const t = useInvoicesStrings();
  const format = useFormats();
  const set = (key: number, change: Partial<DraftLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  const items = lines.map((line) => toItem(line, currency, format));
  const subtotal = items.reduce(
    (sum, item) => sum + (item ? BigInt(item.unitAmount) * BigInt(item.quantity ?? 1) : 0n),
    0n,
  );
  return (
    <div className="flex flex-col gap-4">
      {lines.map((line, index) => (
        <fieldset key={line.key} className="grid gap-3 sm:grid-cols-[1fr_6rem_10rem_auto] sm:items-end">
          <legend className="sr-only">{t.lineOf(index + 1)}</legend>
          <TextField
            label={t.description}
            required
            maxLength={500}
            value={line.description}
            onChange={(event) => set(line.key, { description: event.target.value })}
          />
          <TextField
            label={t.quantity}
            inputMode="numeric"
            required
            value={line.quantity}
            onChange={(event) => set(line.key, { quantity: event.target.value })}
          />
          <TextField
            label={t.unitAmount}
            inputMode="decimal"
            suffix={currency}
            required
            value={line.unitAmount}
            onChange={(event) => set(line.key, { unitAmount: event.target.value })}
          />
          <Button
            look="quiet"
            aria-label={t.removeLine(index + 1)}
            disabled={lines.length === 1}
            onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
          >
            ✕
          </Button>
        </fieldset>
      ))}
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button
          size="small"
          onClick={() => onChange([...lines, newLine(Math.max(...lines.map(({ key }) => key)) + 1)])}
        >
          {t.addLine}
        </Button>
        <p className="tabular-nums">
          <span className="text-sm text-soft">{t.subtotal}</span> {format.money(subtotal, currency)}
        </p>
      </div>
      <p className="text-sm text-soft">{t.deduction}</p>
    </div>
  );
}
