import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { readInvoiceNotes } from '../credit-notes/credit-note.repository.ts';
import { bookOverpayments } from './book-overpayments.ts';
import { lockInvoices, readInvoicePayments, writeInvoiceStates } from './invoice.repository.ts';
import { type InvoiceNote, type InvoicePayment, settleInvoice } from './invoice.ts';
import { invoiceChanges, invoiceEvents } from './invoice-events.ts';
import type { InvoiceKey, InvoiceRow, RecomputedInvoice } from './invoice-row.ts';
import { lockOutdated } from './outdated-invoices.repository.ts';

/**
 * Works out afresh what invoices are, from all of their payments that count, and credits what was paid too much. A
 * fixed number of statements however many there are. Running it again changes nothing. Answers with those that changed.
 */
export async function recomputeInvoices(
  tx: Tx,
  now: Date,
  keys: readonly InvoiceKey[],
): Promise<RecomputedInvoice[]> {
  const changed: RecomputedInvoice[] = [];
  for (const invoices of inTurns(await lockInvoices(tx, keys))) {
    changed.push(...(await recomputeTurn(tx, now, invoices)));
  }
  return changed;
}

/** Invoices of one subscription one after the other, for what one of them sells may be outdated by another. */
function inTurns(invoices: readonly InvoiceRow[]): InvoiceRow[][] {
  const turns: InvoiceRow[][] = [];
  const seen = new Map<string, number>();
  for (const invoice of invoices) {
    const subject = invoice.subscriptionId ?? invoice.id;
    const turn = seen.get(subject) ?? 0;
    seen.set(subject, turn + 1);
    const others = turns[turn];
    if (others) others.push(invoice);
    else turns[turn] = [invoice];
  }
  return turns;
}

async function recomputeTurn(
  tx: Tx,
  now: Date,
  invoices: readonly InvoiceRow[],
): Promise<RecomputedInvoice[]> {
  const keys = invoices.map(({ merchantId, id: invoiceId }) => ({ merchantId, invoiceId }));
  const outdated = await lockOutdated(tx, invoices);
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
        ...settleInvoice(before, paymentsOf.get(before.id) ?? [], {
          notes: notesOf.get(before.id) ?? [],
          // What was credited once stays credit: it may be used already.
          outdated: outdated.has(before.id) || (before.status === 'void' && before.overpaid > 0n),
        }),
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
