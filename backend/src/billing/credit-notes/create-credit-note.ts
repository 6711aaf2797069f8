import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { REASON_LIMIT } from '../credit/adjust-credit.ts';
import { checkText } from '../invoices/check-items.ts';
import { CreditNoteTooLargeError } from '../invoices/invoice.errors.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { readLines } from '../invoices/line.repository.ts';
import { lockInvoiceIn } from '../invoices/lock-invoice.ts';
import { recomputeInvoices } from '../invoices/recompute-invoices.ts';
import type { BillingServices } from '../ports.ts';
import { sendIfPossible } from '../refunds/create-refund.ts';
import { findRefund, lockRefundedPayment } from '../refunds/refund.repository.ts';
import { refundValue } from '../refunds/refund-overpayments.ts';
import { recomputeSubscriptions } from '../subscriptions/recompute-subscriptions.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import { addNoted, insertCreditNote, readCreditNotesOf } from './credit-note.repository.ts';
import { type CreditNoteDestination, type CreditNoteLine, grossOfLines, taxOfNote } from './credit-note.ts';

/** What is to be taken back of an invoice: an amount with its taxes, parts of lines, or without either all that is left. */
export interface CreditNoteInput {
  readonly invoiceId: string;
  readonly amount?: bigint | null | undefined;
  /** Amounts as the invoice's lines state them; without one, all that is left of the line. */
  readonly lines?:
    | readonly { readonly line: number; readonly amount?: bigint | null | undefined }[]
    | null
    | undefined;
  readonly reason: string;
  /** What becomes of what was paid; credit unless said otherwise. */
  readonly destination?: CreditNoteDestination | null | undefined;
}

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Takes back part of an invoice, or all of it: less is due of an open one, which is paid when nothing is left; of a paid
 * one the amount goes to the customer's credit, or back over the rails that paid it. What was paid from credit stays
 * credit. Periods that were granted stay.
 * @throws InvalidInputError, NotFoundError, InvoiceStateError, CreditNoteTooLargeError, IdempotencyKeyReusedError, and
 *   what a rail throws
 */
export async function createCreditNote(
  { database, clock, rails }: Services,
  scope: MerchantScope,
  input: CreditNoteInput,
  idempotencyKey?: string | null,
): Promise<{ readonly creditNoteId: string }> {
  const { merchantId } = scope;
  const { invoiceId, amount = null } = input;
  const reason = checkText(input.reason, 'reason', REASON_LIMIT);
  const destination = input.destination ?? 'credit';
  const wanted = input.lines?.length ? input.lines : null;
  if (amount !== null && wanted !== null) throw new InvalidInputError('amount', 'none together with lines');
  if (amount !== null && amount <= 0n) throw new InvalidInputError('amount', 'more than nothing');
  const request = {
    ownerId: merchantId,
    key: idempotencyKey,
    operation: 'credit_note.create',
    input: { invoiceId, amount, reason, destination, lines: wanted },
  };
  const { id } = await database.transaction((tx) =>
    onceIfKeyed(tx, realNow(clock), request, async () => {
      const now = await merchantNow(tx, clock, merchantId);
      const invoice = await lockInvoiceIn(tx, scope, invoiceId, ['open', 'paid', 'uncollectible']);
      const lines = wanted === null ? [] : await linesOf(tx, invoice, wanted);
      const sum =
        wanted === null ? (amount ?? invoice.total - invoice.noted) : await grossOf(tx, invoice, lines);
      const left = invoice.total - invoice.noted;
      if (sum > left || sum <= 0n) throw new CreditNoteTooLargeError(left);
      const note = {
        merchantId,
        id: newId('creditNote'),
        invoiceId,
        amount: sum,
        reason,
        destination,
        lines,
      };
      await insertCreditNote(tx, { ...note, tax: taxOfNote(invoice, sum), createdAt: now });
      await addNoted(tx, invoice, sum, now);
      await recordEvents(tx, now, [
        { type: 'credit_note.created', subjectId: note.id, merchantId, data: { invoiceId } },
      ]);
      await recordAudit(tx, now, {
        actor: merchantActor(scope),
        action: 'credit_note.created',
        subjectId: note.id,
        merchantId,
        details: { invoiceId, amount: sum.toString(), currency: invoice.currency, destination, reason },
      });
      const credited = await settleAnew(tx, now, invoice);
      if (destination === 'refund' && credited > 0n) {
        const refunds = await refundValue(tx, now, invoice, credited, { reason, creditNoteId: note.id });
        for (const refundId of refunds) await send(tx, now, rails, scope, refundId);
      }
      return note.id;
    }),
  );
  return { creditNoteId: id };
}

/** What follows from the note. Answers with what it has credited to the customer. */
async function settleAnew(tx: Tx, now: Date, invoice: InvoiceRow): Promise<bigint> {
  const { merchantId, id: invoiceId, subscriptionId } = invoice;
  const [changed] = await recomputeInvoices(tx, now, [{ merchantId, invoiceId }]);
  if (changed && subscriptionId !== null) {
    const subscriptions = await recomputeSubscriptions(tx, now, [{ merchantId, subscriptionId }]);
    await recordEvents(
      tx,
      now,
      subscriptions.flatMap((each) => subscriptionEvents(each, each.changes)),
    );
  }
  const excess = changed ? changed.after.overpaid - changed.before.overpaid : 0n;
  return excess > 0n ? excess : 0n;
}

async function send(
  tx: Tx,
  now: Date,
  rails: Services['rails'],
  scope: MerchantScope,
  refundId: string,
): Promise<void> {
  const refund = await findRefund(tx, scope, refundId);
  const payment = refund && (await lockRefundedPayment(tx, scope, refund.paymentId));
  if (refund && payment) await sendIfPossible(tx, now, rails, refund, payment);
}

/** @throws InvalidInputError, CreditNoteTooLargeError */
async function linesOf(
  tx: Tx,
  invoice: InvoiceRow,
  wanted: NonNullable<CreditNoteInput['lines']>,
): Promise<CreditNoteLine[]> {
  const known = new Map((await readLines(tx, [invoice])).map((line) => [line.line, line]));
  const taken = new Map<number, bigint>();
  for (const note of await readCreditNotesOf(tx, [invoice])) {
    for (const { invoiceLine, amount } of note.lines) {
      taken.set(invoiceLine, (taken.get(invoiceLine) ?? 0n) + amount);
    }
  }
  return wanted.map(({ line, amount }, index) => {
    const of = known.get(line);
    if (!of || of.kind === 'tax' || of.amount <= 0n) {
      throw new InvalidInputError(`lines.${index}.line`, 'a line of the invoice that costs something');
    }
    const left = of.amount - (taken.get(line) ?? 0n);
    const part = amount ?? left;
    if (part <= 0n || part > left) throw new CreditNoteTooLargeError(left);
    taken.set(line, (taken.get(line) ?? 0n) + part);
    return { invoiceLine: line, description: of.description, amount: part };
  });
}

async function grossOf(tx: Tx, invoice: InvoiceRow, lines: readonly CreditNoteLine[]): Promise<bigint> {
  const all = (await readLines(tx, [invoice])).filter(({ kind }) => kind !== 'tax');
  const sumOf = (each: readonly { readonly amount: bigint }[]) =>
    each.reduce((total, { amount }) => total + amount, 0n);
  return grossOfLines(invoice, sumOf(all), sumOf(lines));
}
