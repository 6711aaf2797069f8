'use client';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { ProblemText } from '../ui/states.tsx';
import { type InvoiceFactsFragment, QuoteForCustomerDocument } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** How a customer is asked for the money: the link, its code, and a quote in bitcoin to read out. */
export function InvoicePayCard({ invoice: { id, payUrl } }: { readonly invoice: InvoiceFactsFragment }) {
  const t = useInvoicesStrings();
  const format = useFormats();
  const quote = useAction(QuoteForCustomerDocument);
  const quoted = quote.last?.quoteInvoice;
  const [text, label] = quoted?.bip21 ? [quoted.bip21, t.quoteQr] : [payUrl, t.payQr];
  return (
    <Card title={t.payTitle} description={t.payHint} stack className="text-center">
      <QrCode text={text} label={label} className="mx-auto w-full max-w-56" />
      {quoted?.address ? (
        <div className="flex flex-col items-center gap-2 text-sm" aria-live="polite">
          <p className="font-medium">{t.quoteHint(format.money(quoted.amount, quoted.currency))}</p>
          <p className="font-mono wrap-anywhere">{quoted.address}</p>
          {quoted.expiresAt && <p className="text-soft">{t.quoteUntil(format.dateTime(quoted.expiresAt))}</p>}
        </div>
      ) : (
        <p className="text-sm wrap-anywhere">{payUrl}</p>
      )}
      <ProblemText problem={quote.problem} />
      <div className="flex flex-wrap justify-center gap-2">
        <CopyButton text={quoted?.bip21 ?? payUrl} />
        <Button size="small" busy={quote.busy} onClick={() => quote.run({ invoiceId: id })}>
          {t.quote}
        </Button>
      </div>
    </Card>
  );
}
