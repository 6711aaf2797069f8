import { newId } from '../../platform/ids.ts';
import { divideRounded } from '../../platform/money/index.ts';
import type { InvoiceKind } from './invoice.ts';
import { type TaxRate, taxesOn } from './tax.ts';

/** Amounts are in the invoice's currency, in its smallest unit; negative is a deduction. */
export interface NewLine {
  readonly kind: 'plan' | 'setup_fee' | 'proration' | 'item' | 'tax';
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: bigint;
  readonly amount: bigint;
  /** Of a tax line: parts per million. */
  readonly taxRatePpm?: number;
  /** Of a tax line: whether it is part of the other lines rather than on top of them. */
  readonly taxIncluded?: boolean;
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
  /** Without taxes, which `openInvoices` adds. */
  readonly lines: readonly NewLine[];
  /** Periods that it grants when it is paid. */
  readonly periods: number;
  readonly periodStart?: Date;
  readonly periodEnd?: Date;
  readonly dueAt: Date;
  /** How far below the total still counts as paid, in hundredths of a percent. */
  readonly toleranceBps?: number;
  /** Whether all taxes are part of the lines, whatever the rates say: what is paid is fixed. */
  readonly taxIncluded?: boolean;
  readonly memo?: string;
}

/** An invoice with its sums, ready to be stored. */
export interface NewInvoice extends InvoiceDraft {
  readonly id: string;
  readonly subtotal: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  readonly tolerance: bigint;
}

/** Adds a draft up. What comes to less than nothing is nothing: the rest of a deduction is the caller's to credit. */
export function newInvoice(draft: InvoiceDraft): NewInvoice {
  const nothing = { subtotal: 0n, tax: 0n, total: 0n, tolerance: 0n };
  return withTaxes({ ...draft, ...nothing, id: newId('invoice') }, []);
}

/** An invoice with these taxes in place of any others: a line for each, and the sums. */
export function withTaxes(invoice: NewInvoice, rates: readonly TaxRate[]): NewInvoice {
  const lines = invoice.lines.filter(({ kind }) => kind !== 'tax');
  const net = lines.reduce((sum, { amount }) => sum + amount, 0n);
  const sum = net > 0n ? net : 0n;
  const taxes = taxesOn(sum, rates);
  const amountOf = (included: boolean) =>
    taxes.reduce((total, each) => (each.included === included ? total + each.amount : total), 0n);
  const [within, onTop] = [amountOf(true), amountOf(false)];
  const total = sum + onTop;
  return {
    ...invoice,
    lines: [
      ...lines,
      ...taxes.map(
        ({ name, ratePpm, included, amount }): NewLine => ({
          kind: 'tax',
          description: name,
          quantity: 1,
          unitAmount: amount,
          amount,
          taxRatePpm: ratePpm,
          taxIncluded: included,
        }),
      ),
    ],
    subtotal: sum - within,
    tax: within + onTop,
    total,
    tolerance: divideRounded(total * BigInt(invoice.toleranceBps ?? 0), 10_000n, 'down'),
  };
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
