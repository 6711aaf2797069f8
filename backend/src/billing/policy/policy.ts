import type { TaxRate } from '../invoices/tax.ts';

/** What becomes of what is paid too much: it stays with the merchant as the customer's credit, or goes back. */
export const OVERPAYMENTS = ['credit', 'refund'] as const;
export type Overpayment = (typeof OVERPAYMENTS)[number];

/** How a merchant bills. */
export interface BillingPolicy {
  /** How long before a period ends its renewal is invoiced. */
  readonly invoiceLeadHours: number;
  /** How long an invoice may be paid before it is due. */
  readonly dueHours: number;
  /** How far below the total still counts as paid, in hundredths of a percent. */
  readonly toleranceBps: number;
  /** Set in front of invoice numbers. */
  readonly invoicePrefix: string;
  /** On every invoice, where the customer has no rates of their own. */
  readonly taxes: readonly TaxRate[];
  readonly overpayment: Overpayment;
}

/** Of merchants who have not said otherwise. */
export const DEFAULT_POLICY: BillingPolicy = {
  invoiceLeadHours: 72,
  dueHours: 72,
  toleranceBps: 0,
  invoicePrefix: 'INV-',
  taxes: [],
  overpayment: 'credit',
};

const HOUR_MS = 3_600_000;

/** When the renewal of a period is invoiced: so long before its end, at most half of it. */
export function renewalTime(
  { invoiceLeadHours }: Pick<BillingPolicy, 'invoiceLeadHours'>,
  paidThrough: Date,
  periodMs: number,
): Date {
  return new Date(paidThrough.getTime() - Math.min(invoiceLeadHours * HOUR_MS, Math.floor(periodMs / 2)));
}
