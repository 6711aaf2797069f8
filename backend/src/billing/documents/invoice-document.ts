import type { MerchantRow } from '../../identity/index.ts';
import { type Currencies, formatAmount } from '../../ledger/index.ts';
import { type CreditNoteRow, formatCreditNoteNumber } from '../credit-notes/credit-note.ts';
import type { CustomerRow } from '../customers/customer.repository.ts';
import { amountDue } from '../invoices/invoice.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import type { LineRow } from '../invoices/line.repository.ts';
import type { DocumentContent } from './pdf-page.ts';

/** What a document is made of. */
export interface DocumentFacts {
  readonly invoice: InvoiceRow;
  readonly lines: readonly LineRow[];
  readonly merchant: Pick<MerchantRow, 'name' | 'supportContact' | 'brandColor'>;
  /** A PNG. */
  readonly logo: Uint8Array | null;
  /** Null where it is not to be told who it is for. */
  readonly customer: CustomerRow | null;
  readonly prefix: string;
  /** Where it can be paid. */
  readonly payUrl: string;
}

type Show = (amount: bigint) => string;

/** An invoice, or the receipt of one that is paid. */
export function invoiceContent(
  facts: DocumentFacts,
  currencies: Currencies,
  kind: 'invoice' | 'receipt',
): DocumentContent {
  const { invoice, lines, payUrl } = facts;
  const show = showIn(invoice.currency, currencies);
  const due = amountDue(invoice);
  const isReceipt = kind === 'receipt';
  return {
    ...head(facts),
    title: isReceipt ? 'Receipt for invoice' : 'Invoice',
    number: numberOf(facts),
    date: (isReceipt ? invoice.paidAt : invoice.openedAt) ?? invoice.createdAt,
    facts: [
      ['Issued', day(invoice.openedAt ?? invoice.createdAt)],
      ...(isReceipt ? [] : [['Due', day(invoice.dueAt)] as const]),
      ['State', invoice.status],
      ...(invoice.paidAt === null
        ? []
        : [['Paid', `${day(invoice.paidAt)}${invoice.paidLate ? ' (late)' : ''}`] as const]),
    ],
    rows: lines
      .filter((line) => line.kind !== 'tax')
      .map((line) => ({
        description: periodOf(line),
        quantity: String(line.quantity),
        unitAmount: show(line.unitAmount),
        amount: show(line.amount),
      })),
    totals: [
      ['Subtotal', show(invoice.subtotal)],
      ...lines
        .filter((line) => line.kind === 'tax')
        .map((line) => [taxName(line), show(line.amount)] as const),
      ['Total', show(invoice.total)],
      ...some('Credit notes', -invoice.noted, show),
      ...some('Paid from credit', -invoice.credit, show),
      ...some('Paid', -invoice.paid, show),
      ...some('Overpaid', invoice.overpaid, show),
      ...(isReceipt ? [] : [['Due', show(due)] as const]),
    ],
    notes: invoice.memo === null ? [] : [invoice.memo],
    code: !isReceipt && due > 0n ? { target: payUrl, text: 'Pay here:' } : null,
  };
}

export function creditNoteContent(
  facts: DocumentFacts,
  note: CreditNoteRow,
  currencies: Currencies,
): DocumentContent {
  const show = showIn(facts.invoice.currency, currencies);
  return {
    ...head(facts),
    title: 'Credit note',
    number: formatCreditNoteNumber(note.number),
    date: note.createdAt,
    facts: [
      ['Issued', day(note.createdAt)],
      ['For invoice', numberOf(facts)],
      ['Reason', note.reason],
    ],
    rows:
      note.lines.length > 0
        ? note.lines.map(({ description, amount }) => ({
            description,
            quantity: '',
            unitAmount: '',
            amount: show(amount),
          }))
        : [{ description: note.reason, quantity: '', unitAmount: '', amount: show(note.amount - note.tax) }],
    totals: [...some('Tax', note.tax, show), ['Total credited', show(note.amount)]],
    notes: [],
    code: null,
  };
}

/** As it is written on paper; a draft has none. */
function numberOf({ invoice, prefix }: DocumentFacts): string {
  return invoice.number === null ? '(draft)' : `${prefix}${invoice.number}`;
}

function head({ merchant, customer, logo }: DocumentFacts): Pick<DocumentContent, 'from' | 'to' | 'brand'> {
  const to =
    customer === null
      ? []
      : [customer.name, customer.email, customer.address, customer.taxId && `Tax ID: ${customer.taxId}`];
  const from = [merchant.name, merchant.supportContact];
  const brand = { logo, color: merchant.brandColor };
  return { from: from.filter(isText), to: to.filter(isText), brand };
}

function isText(text: string | null): text is string {
  return text !== null && text !== '';
}

function showIn(currency: string, currencies: Currencies): Show {
  const found = currencies.get(currency);
  return (amount) => `${formatAmount(amount, found)} ${currency}`;
}

function some(name: string, amount: bigint, show: Show): (readonly [string, string])[] {
  return amount === 0n ? [] : [[name, show(amount)]];
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

function periodOf({ description, periodStart, periodEnd }: LineRow): string {
  if (periodStart === null || periodEnd === null) return description;
  return `${description} (${day(periodStart)} – ${day(periodEnd)})`;
}

function taxName({ description, taxRatePpm, taxIncluded }: LineRow): string {
  const rate = `${Number(taxRatePpm ?? 0) / 10_000} %`;
  return taxIncluded ? `Including ${description} ${rate}` : `${description} ${rate}`;
}
