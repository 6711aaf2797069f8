import type { Tx } from '../../platform/database/index.ts';
import { readDunningTerms } from '../dunning/dunning.repository.ts';
import { readDunningPolicy } from '../dunning/dunning-policy.ts';
import { firstDunningAt } from '../dunning/dunning-schedule.ts';
import { insertInvoices, insertLines } from './invoice.repository.ts';
import type { InvoiceRow } from './invoice-row.ts';
import type { NewInvoice } from './new-invoice.ts';

/**
 * Opens any number of invoices: each gets the next number of its merchant, and is owed from now on, with
 * reminders as its merchant wants them. Three statements however many there are. Merchants' counters are locked until
 * the transaction ends, so their numbers have no gaps.
 */
export async function openInvoices(
  tx: Tx,
  now: Date,
  invoices: readonly NewInvoice[],
): Promise<InvoiceRow[]> {
  if (invoices.length === 0) return [];
  const termsOf = await readDunningTerms(tx, invoices);
  const scheduled = invoices.map((invoice) => {
    const { policy, autoPaid = false } = termsOf.get(invoice.id) ?? {};
    const terms = { ...invoice, openedAt: now, dunningFrom: null, autoPaid };
    return { ...invoice, nextDunningAt: firstDunningAt(readDunningPolicy(policy), terms) };
  });
  const opened = await insertInvoices(tx, scheduled, now);
  await insertLines(tx, invoices);
  return opened;
}

/** As `openInvoices`, for one. */
export async function openInvoice(tx: Tx, now: Date, invoice: NewInvoice): Promise<InvoiceRow> {
  const [opened] = await openInvoices(tx, now, [invoice]);
  if (!opened) throw new Error(`invoice ${invoice.id} was not stored`);
  return opened;
}
