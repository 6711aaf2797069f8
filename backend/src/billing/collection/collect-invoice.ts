import type { Tx } from '../../platform/database/index.ts';
import { RailUnavailableError } from '../quotes/quote.errors.ts';
import type { QuoteRow } from '../quotes/quote.repository.ts';
import { type QuotePlan, type QuoteServices, quoteAsPlanned } from '../quotes/quote-invoice.ts';

/**
 * Quotes what is due of an invoice and takes it, in one database transaction that holds the invoice: whoever else does
 * the same at the same time finds it paid.
 * @throws RailUnavailableError where only the payer can pay, InvoiceNotPayableError, and what the rail throws
 */
export async function collectInvoice(tx: Tx, services: QuoteServices, plan: QuotePlan): Promise<QuoteRow> {
  const rail = services.rails[plan.rail];
  if (!rail?.collect) throw new RailUnavailableError(plan.rail);
  const quote = await quoteAsPlanned(tx, services, plan);
  const { merchantId, invoiceId, reference, amount, currency } = quote;
  await rail.collect(tx, { merchantId, invoiceId, reference, amount, currency });
  return quote;
}
