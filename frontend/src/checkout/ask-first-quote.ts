import 'server-only';
import { queryApi } from '../graphql/query-api.ts';
import type { InvoiceToPayFragment } from './checkout.generated.ts';
import { firstRail } from './first-rail.ts';
import { BitcoinQuoteDocument } from './rails/rails.generated.ts';
import type { FirstQuote } from './rails/use-bitcoin-quote.ts';
import { isPayable } from './situation.ts';

/**
 * What to send in bitcoin, for an invoice that is about to be paid so: it is on the page as it comes, before any script.
 * Asking twice gives the same quote while its price holds. Undefined where bitcoin is not the way, or nothing was
 * answered: then the page asks again.
 */
export async function askFirstQuote(
  invoice: InvoiceToPayFragment,
  wanted: string | undefined,
): Promise<FirstQuote | undefined> {
  if (!isPayable(invoice) || firstRail(invoice.rails, wanted) !== 'BITCOIN') return undefined;
  const answer = await queryApi(BitcoinQuoteDocument, { invoiceId: invoice.id });
  if ('problem' in answer) return undefined;
  return { quote: answer.data.quoteInvoice, amountDue: invoice.amountDue, askedAtMs: Date.now() };
}
