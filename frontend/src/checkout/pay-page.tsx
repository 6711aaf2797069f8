import { queryApi } from '../graphql/query-api.ts';
import { SERVER_LOCALE } from '../strings/server-locale.ts';
import { buttonClasses } from '../ui/button-classes.ts';
import { askFirstQuote } from './ask-first-quote.ts';
import { InvoiceAtCheckoutDocument } from './checkout.generated.ts';
import { CheckoutFrame } from './checkout-frame.tsx';
import { InvoiceSummary } from './invoice-summary.tsx';
import { InvoiceView } from './invoice-view.tsx';
import { summaryStrings } from './summary-strings.ts';
import { Unavailable } from './unavailable.tsx';

/** Where an invoice is paid by whoever has its link. Whole as it comes from the server; what is live follows. */
export async function PayPage({
  id,
  rail,
  transactionId,
}: {
  readonly id: string;
  /** How they were about to pay. */
  readonly rail: string | undefined;
  /** The transaction that they were about to sign. */
  readonly transactionId: string | undefined;
}) {
  const t = summaryStrings[SERVER_LOCALE];
  const answer = await queryApi(InvoiceAtCheckoutDocument, { id });
  if ('problem' in answer) {
    return answer.problem === 'not found' ? (
      <Unavailable title={t.notFoundTitle} text={t.notFoundText} />
    ) : (
      <Unavailable
        title={t.awayTitle}
        text={t.awayText}
        action={
          <a href={`/pay/${encodeURIComponent(id)}`} className={buttonClasses('primary')}>
            {t.again}
          </a>
        }
      />
    );
  }
  const { publicInvoice: invoice } = answer.data;
  return (
    <CheckoutFrame seller={invoice.merchant}>
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_26rem] lg:gap-14">
        <InvoiceSummary invoice={invoice} />
        <InvoiceView
          initial={invoice}
          initialRail={rail}
          initialTransactionId={transactionId}
          firstQuote={await askFirstQuote(invoice, rail)}
        />
      </div>
    </CheckoutFrame>
  );
}
