import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { findInvoiceById, findOwnInvoice } from '../invoices/own-invoice.repository.ts';
import type { RailName } from '../ports.ts';
import { requireId } from '../require-id.ts';
import type { QuoteRow } from './quote.repository.ts';
import { type QuoteServices, quoteInvoice } from './quote-invoice.ts';

/**
 * As `quoteInvoice`, for somebody who knows the id of an invoice: its customer, or anybody where no payer is needed.
 * @throws NotFoundError for an invoice that the payer is not the customer of, and what `quoteInvoice` throws
 */
export async function quoteForPayer(
  services: QuoteServices,
  payer: PersonScope | null,
  invoiceId: string,
  rail: RailName,
): Promise<QuoteRow> {
  requireId('invoice', invoiceId);
  const { client } = services.database;
  const invoice = await (payer === null
    ? findInvoiceById(client, invoiceId)
    : findOwnInvoice(client, payer, invoiceId));
  if (!invoice) throw new NotFoundError('invoice', invoiceId);
  return quoteInvoice(services, payer, { merchantId: invoice.merchantId, invoiceId }, rail);
}
