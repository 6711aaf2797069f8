import type { Tx } from '../../platform/database/index.ts';
import { readDunningTerms } from '../dunning/dunning.repository.ts';
import { readDunningPolicy } from '../dunning/dunning-policy.ts';
import { firstDunningAt } from '../dunning/dunning-schedule.ts';
import { insertInvoices, insertLines } from './invoice.repository.ts';
import type { InvoiceRow } from './invoice-row.ts';
import type { NewInvoice } from './new-invoice.ts';
import { taxInvoices } from './tax-invoices.ts';

/**
 * Opens any number of invoices: each gets its taxes and the next number of its merchant, and is owed from now on, with
 * reminders as its merchant wants them. Four statements however many there are. Merchants' counters are locked until
 * the transaction ends, so their numbers have no gaps.
 */
export async function openInvoices(
  tx: Tx,
  now: Date,
  invoices: readonly NewInvoice[],
): Promise<InvoiceRow[]> {
  if (invoices.length === 0) return [];
  const taxed = await taxInvoices(tx, invoices);
  const opened = await insertInvoices(tx, await withReminders(tx, now, taxed), now);
  await insertLines(tx, taxed);
  return opened;
}

/** Invoices with the time of their first reminder, if they are opened now. */
export async function withReminders<
  Invoice extends Pick<NewInvoice, 'merchantId' | 'id' | 'subscriptionId' | 'dueAt' | 'kind'>,
>(
  tx: Tx,
  now: Date,
  invoices: readonly Invoice[],
): Promise<(Invoice & { readonly nextDunningAt: Date | null })[]> {
  const termsOf = await readDunningTerms(tx, invoices);
  return invoices.map((invoice) => {
    const { policy, autoPaid = false } = termsOf.get(invoice.id) ?? {};
    const terms = { ...invoice, openedAt: now, dunningFrom: null, autoPaid };
    return { ...invoice, nextDunningAt: firstDunningAt(readDunningPolicy(policy), terms) };
  });
}

/** As `openInvoices`, for one. */
export async function openInvoice(tx: Tx, now: Date, invoice: NewInvoice): Promise<InvoiceRow> {
  const [opened] = await openInvoices(tx, now, [invoice]);
  if (!opened) throw new Error(`invoice ${invoice.id} was not stored`);
  return opened;
}
