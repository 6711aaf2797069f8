import { type Caller, findLogo, findMerchants } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { realNow } from '../clock/real-now.ts';
import { findCreditNote, findCreditNoteMerchant } from '../credit-notes/credit-note.repository.ts';
import type { CreditNoteRow } from '../credit-notes/credit-note.ts';
import { readCustomers } from '../customers/customer.repository.ts';
import { payUrl } from '../frontend-links.ts';
import { InvoiceStateError } from '../invoices/invoice.errors.ts';
import { findInvoice } from '../invoices/invoice.repository.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { readLines } from '../invoices/line.repository.ts';
import { findInvoiceMerchant } from '../invoices/list-invoices.repository.ts';
import { showInvoice } from '../invoices/show-invoice.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { readDocumentLink, type ShownLink } from './document-link.ts';
import { creditNoteContent, type DocumentFacts, invoiceContent } from './invoice-document.ts';
import { renderDocument } from './pdf-page.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'config' | 'currencies'>;

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
  const invoice = await showInvoice(services.database.client, viewer, invoiceId);
  return invoicePdf(services, invoice, kind);
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
  const tx = services.database.client;
  const note = await requireCreditNote(tx, creditNoteId);
  return creditNotePdf(services, await showInvoice(tx, viewer, note.invoiceId), note);
}

/**
 * What a link leads to, as PDF, for whoever has the link.
 * @throws DocumentLinkUnusableError, NotFoundError for what was deleted since, InvoiceStateError
 */
export async function showLinkedPdf(services: Services, link: ShownLink): Promise<Buffer> {
  const { kind, id } = readDocumentLink(services.config, realNow(services.clock), link);
  const tx = services.database.client;
  if (kind === 'credit-note') {
    const note = await requireCreditNote(tx, id);
    return creditNotePdf(services, await requireInvoice(tx, note.invoiceId), note);
  }
  const isReceipt = kind === 'receipt' || kind === 'public-receipt';
  return invoicePdf(services, await requireInvoice(tx, id), isReceipt ? 'receipt' : 'invoice', {
    anonymous: kind === 'public-invoice' || kind === 'public-receipt',
  });
}

async function invoicePdf(
  services: Services,
  invoice: InvoiceRow,
  kind: 'invoice' | 'receipt',
  whom?: { readonly anonymous: boolean },
): Promise<Buffer> {
  if (kind === 'receipt' && invoice.status !== 'paid') throw new InvoiceStateError(invoice.status);
  return renderDocument(invoiceContent(await factsOf(services, invoice, whom), services.currencies, kind));
}

async function creditNotePdf(services: Services, invoice: InvoiceRow, note: CreditNoteRow): Promise<Buffer> {
  return renderDocument(creditNoteContent(await factsOf(services, invoice), note, services.currencies));
}

async function requireCreditNote(tx: Tx, id: string): Promise<CreditNoteRow> {
  requireId('creditNote', id);
  const merchantId = await findCreditNoteMerchant(tx, id);
  const note = merchantId && (await findCreditNote(tx, { merchantId }, id));
  if (!note) throw new NotFoundError('creditNote', id);
  return note;
}

async function requireInvoice(tx: Tx, id: string): Promise<InvoiceRow> {
  const merchantId = await findInvoiceMerchant(tx, id);
  const invoice = merchantId && (await findInvoice(tx, { merchantId }, id));
  if (!invoice) throw new NotFoundError('invoice', id);
  return invoice;
}

async function factsOf(
  { config, database }: Services,
  invoice: InvoiceRow,
  { anonymous } = { anonymous: false },
): Promise<DocumentFacts> {
  const tx = database.client;
  const { merchantId, customerId, id } = invoice;
  const [merchant] = await findMerchants(tx, [merchantId]);
  const [customer] = await readCustomers(tx, [{ merchantId, id: customerId }]);
  if (!merchant || !customer) throw new Error(`invoice ${id} has no parties`);
  const { invoicePrefix: prefix } = await findPolicy(tx, merchantId);
  const lines = await readLines(tx, [invoice]);
  return {
    invoice,
    lines,
    merchant,
    logo: (merchant.logoHash && (await findLogo(tx, merchantId, merchant.logoHash))) || null,
    customer: anonymous ? null : customer,
    prefix,
    payUrl: payUrl(config, id),
  };
}
