import type { Tx } from '../../platform/database/index.ts';
import { insertInvoices, insertLines } from './invoice.repository.ts';
import type { InvoiceRow } from './invoice-row.ts';
import type { NewInvoice } from './new-invoice.ts';

/**
 * Opens any number of invoices: each gets the next number of its merchant, and is owed from now on. Two statements
 * however many there are. Merchants' counters are locked until the transaction ends, so their numbers have no gaps.
 */
export async function openInvoices(
  tx: Tx,
  now: Date,
  invoices: readonly NewInvoice[],
): Promise<InvoiceRow[]> {
  if (invoices.length === 0) return [];
  const opened = await insertInvoices(tx, invoices, now);
  await insertLines(tx, invoices);
  return opened;
}

/** As `openInvoices`, for one. */
export async function openInvoice(tx: Tx, now: Date, invoice: NewInvoice): Promise<InvoiceRow> {
  const [opened] = await openInvoices(tx, now, [invoice]);
  if (!opened) throw new Error(`invoice ${invoice.id} was not stored`);
  return opened;
}
