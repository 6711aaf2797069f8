import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { readInvoiceNotes } from '../credit-notes/credit-note.repository.ts';
import { bookOverpayments } from './book-overpayments.ts';
import { lockInvoices, readInvoicePayments, writeInvoiceStates } from './invoice.repository.ts';
import { type InvoiceNote, type InvoicePayment, settleInvoice } from './invoice.ts';
import { invoiceChanges, invoiceEvents } from './invoice-events.ts';
import type { InvoiceKey, InvoiceRow, RecomputedInvoice } from './invoice-row.ts';

/**
 * Works out afresh what invoices are, from all of their payments that count, and credits what was paid too much. A
 * fixed number of statements however many there are. Running it again changes nothing. Answers with those that changed.
 */
export async function recomputeInvoices(
  tx: Tx,
  now: Date,
  keys: readonly InvoiceKey[],
): Promise<RecomputedInvoice[]> {
  const invoices = await lockInvoices(tx, keys);
  const paymentsOf = Map.groupBy<string, InvoicePayment & { readonly invoiceId: string }>(
    await readInvoicePayments(tx, keys),
    ({ invoiceId }) => invoiceId,
  );
  const noted = invoices.filter((invoice) => invoice.noted > 0n);
  const notesOf = Map.groupBy<string, InvoiceNote & { readonly invoiceId: string }>(
    noted.length === 0 ? [] : await readInvoiceNotes(tx, noted),
    ({ invoiceId }) => invoiceId,
  );
  const changed = invoices
    .map((before) => ({
      before,
      after: {
        ...before,
        ...settleInvoice(before, paymentsOf.get(before.id) ?? [], notesOf.get(before.id) ?? []),
      },
    }))
    .filter(({ before, after }) => differs(before, after))
    .map(({ before, after }) => ({ before, after: { ...after, revision: before.revision + 1 } }));
  if (changed.length === 0) return [];
  await writeInvoiceStates(
    tx,
    changed.map(({ after }) => after),
    now,
  );
  await bookOverpayments(tx, now, changed);
  await recordEvents(
    tx,
    now,
    changed.flatMap(({ before, after }) => invoiceEvents(after, invoiceChanges(before, after))),
  );
  return changed;
}

function differs(before: InvoiceRow, after: InvoiceRow): boolean {
  return (
    before.status !== after.status ||
    before.paid !== after.paid ||
    before.overpaid !== after.overpaid ||
    before.paidAt?.getTime() !== after.paidAt?.getTime() ||
    before.paidLate !== after.paidLate
  );
}
