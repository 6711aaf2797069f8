import { divideRounded } from '../../platform/money/index.ts';

/** What becomes of money that was paid: it stays as the customer's credit, or goes back to whoever paid. */
export type CreditNoteDestination = 'credit' | 'refund';

/** So much of a line of the invoice, as lines are stated there. */
export interface CreditNoteLine {
  readonly invoiceLine: number;
  readonly description: string;
  readonly amount: bigint;
}

/** Takes back part of an invoice, or all of it. Amounts are in the invoice's currency, in its smallest unit. */
export interface CreditNoteRow {
  readonly merchantId: string;
  readonly id: string;
  /** Counted per merchant without gaps. */
  readonly number: number;
  readonly invoiceId: string;
  /** Taxes included. */
  readonly amount: bigint;
  readonly tax: bigint;
  readonly reason: string;
  readonly destination: CreditNoteDestination;
  readonly lines: readonly CreditNoteLine[];
  readonly createdAt: Date;
}

/** As it is written on paper. */
export function formatCreditNoteNumber(number: number): string {
  return `CN-${number}`;
}

/**
 * The tax in a credit note: the invoice's tax in proportion, such that the notes on an invoice never come to more tax
 * than it has, and all of it together to exactly that. Rounded down on the sum of all notes so far.
 */
export function taxOfNote(
  { total, tax, noted }: { readonly total: bigint; readonly tax: bigint; readonly noted: bigint },
  amount: bigint,
): bigint {
  if (total === 0n) return 0n;
  const upTo = (sum: bigint) => divideRounded(sum * tax, total, 'down');
  return upTo(noted + amount) - upTo(noted);
}

/**
 * What amounts of lines come to with the taxes on top of them, rounded half to even; at most what is left of the
 * invoice. All lines together are the whole invoice.
 */
export function grossOfLines(
  { total, noted }: { readonly total: bigint; readonly noted: bigint },
  linesTotal: bigint,
  amount: bigint,
): bigint {
  const gross = linesTotal > 0n ? divideRounded(amount * total, linesTotal, 'half-even') : 0n;
  const left = total - noted;
  return gross < left ? gross : left;
}
