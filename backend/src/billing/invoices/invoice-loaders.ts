import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readCreditNotesOf } from '../credit-notes/credit-note.repository.ts';
import type { CreditNoteRow } from '../credit-notes/credit-note.ts';
import type { PaymentRow } from '../payments/payment.repository.ts';
import { readPaymentsOfInvoices } from '../payments/payment.repository.ts';
import { readRefundsOf } from '../refunds/refund.repository.ts';
import type { RefundRow } from '../refunds/refund.ts';
import { readInvoices } from './invoice.repository.ts';
import type { InvoiceKey, InvoiceRow } from './invoice-row.ts';
import { type LineRow, readLines } from './line.repository.ts';

/** Invoices that rows name which the caller may see. */
export const invoiceLoader = createLoader<PlatformServices, InvoiceKey, InvoiceRow>(
  async ({ database }, keys) =>
    new Map(
      (await readInvoices(database.client, keys.map(toRowKey))).map((invoice) => [invoice.id, invoice]),
    ),
  ({ invoiceId }) => invoiceId,
);

/** The lines of invoices that the caller may see, in their order. */
export const invoiceLinesLoader = createLoader<PlatformServices, InvoiceKey, LineRow[]>(
  async ({ database }, keys) =>
    Map.groupBy<string, LineRow>(
      await readLines(database.client, keys.map(toRowKey)),
      ({ invoiceId }) => invoiceId,
    ),
  ({ invoiceId }) => invoiceId,
);

/** The newest payments of invoices that the caller may see, newest first. */
export const invoicePaymentsLoader = createLoader<PlatformServices, InvoiceKey, PaymentRow[]>(
  async ({ database }, keys) =>
    Map.groupBy<string, PaymentRow>(
      await readPaymentsOfInvoices(database.client, keys),
      ({ invoiceId }) => invoiceId,
    ),
  ({ invoiceId }) => invoiceId,
);

/** The credit notes of invoices that the caller may see, oldest first. */
export const creditNotesLoader = createLoader<PlatformServices, InvoiceKey, CreditNoteRow[]>(
  async ({ database }, keys) =>
    Map.groupBy<string, CreditNoteRow>(
      await readCreditNotesOf(database.client, keys.map(toRowKey)),
      ({ invoiceId }) => invoiceId,
    ),
  ({ invoiceId }) => invoiceId,
);

/** The refunds of invoices that the caller may see, oldest first. */
export const refundsLoader = createLoader<PlatformServices, InvoiceKey, RefundRow[]>(
  async ({ database }, keys) =>
    Map.groupBy<string, RefundRow>(
      await readRefundsOf(database.client, keys.map(toRowKey)),
      ({ invoiceId }) => invoiceId,
    ),
  ({ invoiceId }) => invoiceId,
);

function toRowKey({ merchantId, invoiceId: id }: InvoiceKey) {
  return { merchantId, id };
}
