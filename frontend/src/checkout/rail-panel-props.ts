import type { InvoiceToPayFragment } from './checkout.generated.ts';
import type { FirstQuote } from './rails/use-bitcoin-quote.ts';

/** What each way to pay shows once it is chosen. */
export interface RailPanelProps {
  readonly invoice: InvoiceToPayFragment;
  /** What to send in bitcoin, where the server asked for it. */
  readonly firstQuote: FirstQuote | undefined;
  /** The transaction that was about to be signed when the page was left. */
  readonly initialTransactionId: string | undefined;
  /** Hears of the invoice when the panel knows it sooner than anybody. */
  readonly onInvoice: (invoice: InvoiceToPayFragment) => void;
}
