import { Prisma } from '../../platform/database/index.ts';
import type { InvoiceKind, InvoiceState, InvoiceStatus, InvoiceTerms } from './invoice.ts';

export interface InvoiceKey {
  readonly merchantId: string;
  readonly invoiceId: string;
}

/** Amounts are in the invoice's currency, in its smallest unit. */
export interface InvoiceRow extends InvoiceTerms, InvoiceState {
  readonly merchantId: string;
  readonly id: string;
  /** Counted per merchant without gaps; null while it is a draft. */
  readonly number: number | null;
  readonly status: InvoiceStatus;
  readonly kind: InvoiceKind;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly currency: string;
  readonly subtotal: bigint;
  readonly tax: bigint;
  /** Periods that it grants when it is paid. */
  readonly periods: number;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  /** What of `overpaid` stands booked on the customer's credit balance. */
  readonly credited: bigint;
  readonly revision: number;
  readonly memo: string | null;
  readonly createdAt: Date;
}

/** An `InvoiceRow` as PostgreSQL gives it: amounts are decimal text. */
export type StoredInvoice = {
  [Field in keyof InvoiceRow]: InvoiceRow[Field] extends bigint ? string : InvoiceRow[Field];
};

/** The columns of a `StoredInvoice`, of the table under the alias `i`. */
export const INVOICE_COLUMNS = Prisma.sql`
  i.merchant_id AS "merchantId", i.id, i.number, i.status, i.kind, i.customer_id AS "customerId",
  i.subscription_id AS "subscriptionId", i.currency, i.subtotal::text, i.tax::text, i.total::text, i.tolerance::text,
  i.credit::text, i.noted::text, i.paid::text, i.overpaid::text, i.credited::text, i.paid_late AS "paidLate", i.periods,
  i.period_start AS "periodStart", i.period_end AS "periodEnd", i.due_at AS "dueAt", i.opened_at AS "openedAt",
  i.paid_at AS "paidAt", i.closed_at AS "closedAt", i.revision, i.memo, i.created_at AS "createdAt"`;

export function toInvoiceRow(stored: StoredInvoice): InvoiceRow {
  const { subtotal, tax, total, tolerance, credit, noted, paid, overpaid, credited, ...row } = stored;
  return {
    ...row,
    subtotal: BigInt(subtotal),
    tax: BigInt(tax),
    total: BigInt(total),
    tolerance: BigInt(tolerance),
    credit: BigInt(credit),
    noted: BigInt(noted),
    paid: BigInt(paid),
    overpaid: BigInt(overpaid),
    credited: BigInt(credited),
  };
}

/** An invoice as it is now, and as it was. */
export interface RecomputedInvoice {
  readonly before: InvoiceRow;
  readonly after: InvoiceRow;
}
