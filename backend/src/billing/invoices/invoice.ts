export const INVOICE_STATUSES = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/**
 * Why there is an invoice. `first`: a subscription begins. `renewal`: its next period. `prepaid`: further periods that
 * somebody bought by themselves. `change`: another price or quantity. `manual`: anything else.
 */
export type InvoiceKind = 'first' | 'renewal' | 'prepaid' | 'change' | 'manual';

/**
 * What can happen to an invoice. `open`: it gets its number and is owed from now on. `covered`: what has arrived is
 * enough. `uncovered`: it is not (any more). `void`: it is not owed after all. `give_up`: it will not be paid.
 */
export type InvoiceInput = 'open' | 'covered' | 'uncovered' | 'void' | 'give_up';

/**
 * Every allowed transition; what is not here does not happen. What was paid is owed: money for an invoice that was
 * given up makes it paid.
 */
const TRANSITIONS: Readonly<Record<InvoiceStatus, Readonly<Partial<Record<InvoiceInput, InvoiceStatus>>>>> = {
  draft: { open: 'open' },
  open: { covered: 'paid', uncovered: 'open', void: 'void', give_up: 'uncollectible' },
  paid: { covered: 'paid', uncovered: 'open' },
  void: { covered: 'paid', uncovered: 'void' },
  uncollectible: { covered: 'paid', uncovered: 'uncollectible', void: 'void' },
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextInvoiceStatus(status: InvoiceStatus, input: InvoiceInput): InvoiceStatus | undefined {
  return TRANSITIONS[status][input];
}

/** The statuses in which an input is allowed. */
export function invoiceStatusesFor(input: InvoiceInput): InvoiceStatus[] {
  return INVOICE_STATUSES.filter((status) => nextInvoiceStatus(status, input) !== undefined);
}

/** Amounts are in the invoice's currency, in its smallest unit. */
export interface InvoiceTerms {
  readonly status: InvoiceStatus;
  readonly total: bigint;
  /** Less by so much still counts as paid. */
  readonly tolerance: bigint;
  /** Taken from the customer's credit balance. */
  readonly credit: bigint;
  /** Taken off the total by credit notes. */
  readonly noted: bigint;
  readonly openedAt: Date | null;
  readonly dueAt: Date;
  /** When it was voided or given up. */
  readonly closedAt: Date | null;
}

/** A settled payment that counts for an invoice. */
export interface InvoicePayment {
  readonly id: string;
  readonly amount: bigint;
  /** Time of its block, or of its settlement. */
  readonly at: Date;
  /** It came after its quote had expired. */
  readonly late: boolean;
}

/** What a credit note takes off an invoice. */
export interface InvoiceNote {
  readonly id: string;
  readonly amount: bigint;
  readonly at: Date;
}

/** The columns that follow from an invoice's payments. */
export interface InvoiceState {
  readonly status: InvoiceStatus;
  readonly paid: bigint;
  readonly overpaid: bigint;
  readonly paidAt: Date | null;
  readonly paidLate: boolean;
}

/**
 * What an invoice is, given all of its payments that count and its credit notes, which make up `noted`. They are counted
 * in the order of their time. One that is `outdated` sells nothing any more: unless it is paid already it is void, and
 * all that was paid for it is too much.
 */
export function settleInvoice(
  invoice: InvoiceTerms,
  payments: readonly InvoicePayment[],
  {
    notes = [],
    outdated = false,
  }: { readonly notes?: readonly InvoiceNote[]; readonly outdated?: boolean } = {},
): InvoiceState {
  const paid = payments.reduce((sum, { amount }) => sum + amount, 0n);
  const { total, credit, noted, tolerance } = invoice;
  if (outdated && invoice.status !== 'paid') {
    return { status: 'void', paid, overpaid: paid + credit, paidAt: null, paidLate: false };
  }
  const covered = paid + credit + noted + tolerance >= total;
  const status = nextInvoiceStatus(invoice.status, covered ? 'covered' : 'uncovered') ?? invoice.status;
  if (status !== 'paid') {
    const back = invoice.status === 'paid' && invoice.closedAt !== null ? 'void' : status;
    return { status: back, paid, overpaid: 0n, paidAt: null, paidLate: false };
  }
  const excess = paid + credit + noted - total;
  const last = completing(invoice, [...payments, ...notes.map((note) => ({ ...note, late: false }))]);
  return {
    status,
    paid,
    overpaid: excess > 0n ? excess : 0n,
    paidAt: last?.at ?? invoice.openedAt,
    paidLate: last !== undefined && (last.late || last.at > invoice.dueAt),
  };
}

/** The payment or note that made it enough; none where nothing had to be paid. */
function completing(
  { total, credit, tolerance }: InvoiceTerms,
  payments: readonly InvoicePayment[],
): InvoicePayment | undefined {
  let sum = credit + tolerance;
  if (sum >= total) return undefined;
  const inOrder = [...payments].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  return inOrder.find(({ amount }) => {
    sum += amount;
    return sum >= total;
  });
}

/** Whether something was paid, but not enough. */
export function isPartiallyPaid({ status, paid }: Pick<InvoiceState, 'status' | 'paid'>): boolean {
  return paid > 0n && status !== 'paid';
}

/** What is still to be paid, in the invoice's currency. */
export function amountDue({
  status,
  total,
  credit,
  noted,
  paid,
}: Pick<InvoiceTerms, 'status' | 'total' | 'credit' | 'noted'> & { readonly paid: bigint }): bigint {
  const due = total - credit - noted - paid;
  return status === 'open' && due > 0n ? due : 0n;
}
