'use client';
import { useFormats } from '../format/format-context.tsx';
import { Card } from '../ui/card.tsx';
import type { InvoiceFactsFragment } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

const PPM = 1_000_000;

/** What is invoiced, line by line, and what is left of it to be paid. */
export function InvoiceLines({ invoice }: { readonly invoice: InvoiceFactsFragment }) {
  const t = useInvoicesStrings();
  const format = useFormats();
  const { currency, lines, subtotal, tax, total, credit, noted, paid, overpaid, amountDue } = invoice;
  const money = (amount: string) => format.money(amount, currency);
  const items = lines.filter(({ kind }) => kind !== 'tax');
  const sums = [
    [t.subtotal, subtotal, tax !== '0'],
    [t.tax, tax, tax !== '0'],
    [t.total, total, true],
    [t.noted, `-${noted}`, noted !== '0'],
    [t.credit, `-${credit}`, credit !== '0'],
    [t.paid, `-${paid}`, paid !== '0'],
    [t.overpaid, overpaid, overpaid !== '0'],
  ] as const;
  const taxNote = (ppm: number, included: boolean) => {
    const percent = format.percent(ppm / PPM);
    return included ? t.taxIncluded(percent) : t.taxRate(percent);
  };
  return (
    <Card title={t.lines}>
      <ul className="flex flex-col divide-y divide-line">
        {items.map(({ line, description, quantity, unitAmount, amount, taxRatePpm, taxIncluded }) => (
          <li key={line} className="flex justify-between gap-4 py-2.5">
            <span className="min-w-0 wrap-anywhere">
              {description}
              <span className="block text-sm text-soft">
                {quantity !== 1 && `${format.number(quantity)} × ${money(unitAmount)} `}
                {taxRatePpm !== null && taxRatePpm > 0 && taxNote(taxRatePpm, taxIncluded)}
              </span>
            </span>
            <span className="shrink-0 tabular-nums">{money(amount)}</span>
          </li>
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-[1fr_max-content] gap-x-4 gap-y-1 border-t border-line pt-3">
        {sums
          .filter(([, , shown]) => shown)
          .map(([name, amount]) => (
            <div key={name} className="contents">
              <dt className="text-soft">{name}</dt>
              <dd className="text-right tabular-nums">{money(amount)}</dd>
            </div>
          ))}
        {invoice.status === 'OPEN' && (
          <div className="contents text-lg font-semibold">
            <dt>{t.amountDue}</dt>
            <dd className="text-right tabular-nums">{money(amountDue)}</dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
