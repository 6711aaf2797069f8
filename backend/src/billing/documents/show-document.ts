import { type Caller, findMerchants } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { findCreditNote, findCreditNoteMerchant } from '../credit-notes/credit-note.repository.ts';
import { readCustomers } from '../customers/customer.repository.ts';
import { InvoiceStateError } from '../invoices/invoice.errors.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { readLines } from '../invoices/line.repository.ts';
import { showInvoice } from '../invoices/show-invoice.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { creditNoteContent, type DocumentFacts, invoiceContent } from './invoice-document.ts';
import { renderDocument } from './pdf-page.ts';

type Services = Pick<BillingServices, 'database' | 'config' | 'currencies'>;

/**
 * An invoice, or the receipt of one that is paid, as PDF: for its customer and the members of its merchant.
 * @throws NotFoundError, ForbiddenError, InvoiceStateError
 */
export async function showInvoicePdf(
  services: Services,
  viewer: Caller,
  invoiceId: string,
  kind: 'invoice' | 'receipt' = 'invoice',
): Promise<Buffer> {
  const tx = services.database.client;
  const invoice = await showInvoice(tx, viewer, invoiceId);
  if (kind === 'receipt' && invoice.status !== 'paid') throw new InvoiceStateError(invoice.status);
  return renderDocument(invoiceContent(await factsOf(tx, services, invoice), services.currencies, kind));
}

/**
 * A credit note as PDF: for its customer and the members of its merchant.
 * @throws NotFoundError, ForbiddenError
 */
export async function showCreditNotePdf(
  services: Services,
  viewer: Caller,
  creditNoteId: string,
): Promise<Buffer> {
  requireId('creditNote', creditNoteId);
  const tx = services.database.client;
  const merchantId = await findCreditNoteMerchant(tx, creditNoteId);
  const note = merchantId && (await findCreditNote(tx, { merchantId }, creditNoteId));
  if (!note) throw new NotFoundError('creditNote', creditNoteId);
  const invoice = await showInvoice(tx, viewer, note.invoiceId);
  return renderDocument(creditNoteContent(await factsOf(tx, services, invoice), note, services.currencies));
}

async function factsOf(tx: Tx, { config }: Services, invoice: InvoiceRow): Promise<DocumentFacts> {
  const { merchantId, customerId, id } = invoice;
  const [merchant] = await findMerchants(tx, [merchantId]);
  const [customer] = await readCustomers(tx, [{ merchantId, id: customerId }]);
  if (!merchant || !customer) throw new Error(`invoice ${id} has no parties`);
  const { invoicePrefix: prefix } = await findPolicy(tx, merchantId);
  const lines = await readLines(tx, [invoice]);
  return { invoice, lines, merchant, customer, prefix, payUrl: `${config.PUBLIC_URL}/pay/${id}` };
}
