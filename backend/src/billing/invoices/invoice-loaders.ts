import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { PaymentRow } from '../payments/payment.repository.ts';
import { readPaymentsOfInvoices } from '../payments/payment.repository.ts';
import { type InvoiceLineRow, readLines } from './invoice-line.repository.ts';
import type { InvoiceKey } from './invoice-row.ts';

/** The lines of invoices that the caller may see, in their order. */
export const invoiceLinesLoader = createLoader<PlatformServices, InvoiceKey, InvoiceLineRow[]>(
  async ({ database }, keys) =>
    Map.groupBy<string, InvoiceLineRow>(await readLines(database.client, keys), ({ invoiceId }) => invoiceId),
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
