import { SERVER_LOCALE } from '../strings/server-locale.ts';
import type { InvoiceToPayFragment } from './checkout.generated.ts';
import { Day } from './day.tsx';
import { type Money, serverMoney } from './server-formats.ts';
import { summaryStrings } from './summary-strings.ts';

type Line = InvoiceToPayFragment['lines'][number];

/** What an invoice is for, line by line, with its taxes and total. It does not change any more; drawn on the server. */
export async function InvoiceSummary({ invoice }: { readonly invoice: InvoiceToPayFragment }) {
  const t = summaryStrings[SERVER_LOCALE];
  const money = await serverMoney();
  const { displayNumber, currency, lines, subtotal, tax, total, credit, noted, memo, status } = invoice;
  const further = [
    [t.subtotal, subtotal, BigInt(tax) > 0n],
    [t.tax, tax, BigInt(tax) > 0n],
    [t.credit, `-${credit}`, BigInt(credit) > 0n],
    [t.noted, `-${noted}`, BigInt(noted) > 0n],
  ] as const;
  return (
    <section className="flex flex-col gap-6">
      <div>
        <h1 className="text-soft">{t.invoice(displayNumber)}</h1>
        <p className="mt-1 text-4xl font-semibold tracking-tight wrap-anywhere tabular-nums">
          {money(total, currency)}
        </p>
        {status === 'OPEN' && (
          <p className="mt-2 text-sm text-soft">
            {t.due} <Day iso={invoice.dueAt} />
          </p>
        )}
      </div>
      <div>
        <h2 className="sr-only">{t.lines}</h2>
        <ul className="divide-y divide-line border-y border-line">
          {lines
            .filter(({ kind }) => kind !== 'tax')
            .map((line) => (
              <LineRow key={line.line} line={line} currency={currency} money={money} />
            ))}
        </ul>
        <dl className="mt-3 flex flex-col gap-1.5">
          {further.map(
            ([name, amount, shown]) =>
              shown && (
                <div key={name} className="flex justify-between gap-4 text-sm text-soft">
                  <dt>{name}</dt>
                  <dd className="tabular-nums">{money(amount, currency)}</dd>
                </div>
              ),
          )}
          <div className="flex justify-between gap-4 pt-1 font-semibold">
            <dt>{t.total}</dt>
            <dd className="tabular-nums">{money(total, currency)}</dd>
          </div>
        </dl>
      </div>
      {memo && <p className="text-sm whitespace-pre-line text-soft">{memo}</p>}
    </section>
  );
}

function LineRow({
  line: { description, quantity, unitAmount, amount, periodStart, periodEnd },
  currency,
  money,
}: {
  readonly line: Line;
  readonly currency: string;
  readonly money: Money;
}) {
  const t = summaryStrings[SERVER_LOCALE];
  return (
    <li className="flex items-baseline justify-between gap-4 py-3">
      <div className="min-w-0">
        <p className="wrap-anywhere">{description}</p>
        {quantity > 1 && (
          <p className="text-sm text-soft tabular-nums">{t.times(quantity, money(unitAmount, currency))}</p>
        )}
        {periodStart && periodEnd && (
          <p className="text-sm text-soft">
            <Day iso={periodStart} /> – <Day iso={periodEnd} />
          </p>
        )}
      </div>
      <p className="shrink-0 tabular-nums">{money(amount, currency)}</p>
    </li>
  );
}
