import { newId } from '../../platform/ids.ts';
import { divideRounded } from '../../platform/money/index.ts';
import type { InvoiceKind } from './invoice.ts';

/** Amounts are in the invoice's currency, in its smallest unit; negative is a deduction. */
export interface NewLine {
  readonly kind: 'plan' | 'setup_fee' | 'proration' | 'item' | 'tax';
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: bigint;
  readonly amount: bigint;
  /** Of a tax line: parts per million. */
  readonly taxRatePpm?: number;
  readonly periodStart?: Date;
  readonly periodEnd?: Date;
}

/** What somebody is to owe. */
export interface InvoiceDraft {
  readonly merchantId: string;
  readonly kind: InvoiceKind;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly currency: string;
  readonly lines: readonly NewLine[];
  /** Periods that it grants when it is paid. */
  readonly periods: number;
  readonly periodStart?: Date;
  readonly periodEnd?: Date;
  readonly dueAt: Date;
  /** How far below the total still counts as paid, in hundredths of a percent. */
  readonly toleranceBps?: number;
  readonly memo?: string;
}

/** An invoice with its sums, ready to be stored. */
export interface NewInvoice extends Omit<InvoiceDraft, 'toleranceBps'> {
  readonly id: string;
  readonly subtotal: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  readonly tolerance: bigint;
}

/** Adds a draft up. What comes to less than nothing is nothing: the rest of a deduction is the caller's to credit. */
export function newInvoice({ toleranceBps = 0, ...draft }: InvoiceDraft): NewInvoice {
  const sum = (lines: readonly NewLine[]) => lines.reduce((total, { amount }) => total + amount, 0n);
  const tax = sum(draft.lines.filter(({ kind }) => kind === 'tax'));
  const net = sum(draft.lines) - tax;
  const subtotal = net > 0n ? net : 0n;
  const total = subtotal + tax;
  const tolerance = divideRounded(total * BigInt(toleranceBps), 10_000n, 'down');
  return { ...draft, id: newId('invoice'), subtotal, tax, total, tolerance };
}

/** One line for so many periods of a plan, times what is had of it. */
export function planLine(
  description: string,
  unitAmount: bigint,
  { quantity, periods }: { quantity: number; periods: number },
  period: { readonly periodStart?: Date; readonly periodEnd?: Date } = {},
): NewLine {
  const count = quantity * periods;
  return {
    kind: 'plan',
    description,
    quantity: count,
    unitAmount,
    amount: unitAmount * BigInt(count),
    ...period,
  };
}
