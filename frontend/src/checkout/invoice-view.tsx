'use client';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { Notice } from '../ui/notice.tsx';
import type { InvoiceToPayFragment } from './checkout.generated.ts';
import { rememberInAddress } from './checkout-address.ts';
import { firstRail, type Rail } from './first-rail.ts';
import { usePayStrings } from './pay-strings.ts';
import { PaymentList } from './payment-list.tsx';
import { RailChoice } from './rail-choice.tsx';
import type { FirstQuote } from './rails/use-bitcoin-quote.ts';
import { isPayable, isUnderWay, situationOf, stillMissing } from './situation.ts';
import { StandIn } from './stand-in.tsx';
import { useReady } from './use-ready.ts';

// Sessions, live data, wallets and proofs: none of it is needed to read what is to be paid.
const LiveInvoice = lazy(() => import('./live-invoice.tsx'));

/** What of an invoice changes: how it stands, what is still to pay and how, which payments were seen. */
export function InvoiceView({
  initial,
  initialRail,
  initialTransactionId,
  firstQuote,
}: {
  readonly initial: InvoiceToPayFragment;
  readonly initialRail: string | undefined;
  readonly initialTransactionId: string | undefined;
  readonly firstQuote: FirstQuote | undefined;
}) {
  const t = usePayStrings();
  const format = useFormats();
  const ready = useReady();
  const [invoice, setInvoice] = useState(initial);
  const [rail, setRail] = useState(() => firstRail(initial.rails, initialRail));
  const choose = useCallback((chosen: Rail) => {
    setRail(chosen);
    rememberInAddress({ rail: chosen, transaction: undefined });
  }, []);
  const { currency, payments, rails } = invoice;
  const situation = situationOf(invoice);
  const said = situation === 'OPEN' ? undefined : t.situation[situation];
  const payable = isPayable(invoice);
  const missing = stillMissing(invoice);
  const open = payable && rails.some((option) => option.rail === rail && option.obstacle === null);
  const standIn = open && <StandIn rail={rail} invoice={invoice} firstQuote={firstQuote} />;
  return (
    <div className="flex flex-col gap-5">
      {said && (
        <Notice tone={said.tone} title={said.title}>
          {said.text}
        </Notice>
      )}
      <section className="flex flex-col gap-5 rounded-card border border-line bg-surface p-4 shadow-card sm:p-5">
        <Amount
          name={payable ? (payments.some(isUnderWay) ? t.rest : t.due) : t.paidAmount}
          amount={format.money(payable ? missing : invoice.paid, currency)}
        />
        {payable && (
          <RailChoice
            options={rails}
            amount={missing}
            currency={currency}
            chosen={open ? rail : undefined}
            onChoose={choose}
          />
        )}
        {ready ? (
          <Suspense fallback={standIn}>
            <LiveInvoice
              invoice={invoice}
              rail={open ? rail : undefined}
              firstQuote={firstQuote}
              initialTransactionId={initialTransactionId}
              onInvoice={setInvoice}
            />
          </Suspense>
        ) : (
          standIn
        )}
        <PaymentList payments={payments} />
      </section>
      <Documents invoice={invoice} />
    </div>
  );
}

function Amount({ name, amount }: { readonly name: string; readonly amount: string }) {
  return (
    <p className="flex items-baseline justify-between gap-4" aria-live="polite">
      <span className="text-soft">{name}</span>
      <span className="text-xl font-semibold tabular-nums">{amount}</span>
    </p>
  );
}

function Documents({ invoice: { pdfUrl, receiptUrl, status } }: { readonly invoice: InvoiceToPayFragment }) {
  const t = usePayStrings();
  if (status === 'DRAFT') return null;
  const links = [
    [t.receipt, receiptUrl],
    [t.pdf, pdfUrl],
  ] as const;
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {links.map(
        ([text, href]) =>
          href && (
            <a
              key={text}
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-block min-h-6 text-accent underline underline-offset-2"
            >
              {text}
            </a>
          ),
      )}
    </p>
  );
}
