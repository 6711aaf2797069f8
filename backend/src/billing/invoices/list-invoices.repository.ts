import type { SubscriberScope } from '../../identity/index.ts';
import { Prisma, type Reads, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { managedBy } from '../customers/managed-by.repository.ts';
import type { InvoiceKind, InvoiceStatus } from './invoice.ts';
import { INVOICE_COLUMNS, type InvoiceRow, type StoredInvoice, toInvoiceRow } from './invoice-row.ts';

/** What invoices to list; by the time they were made, from inclusive, to exclusive. */
export interface InvoiceFilter {
  readonly status?: InvoiceStatus | null | undefined;
  readonly kind?: InvoiceKind | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly subscriptionId?: string | null | undefined;
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
  /** Open and past its time by the clock of its merchant. */
  readonly overdue?: boolean | null | undefined;
}

/** A merchant's invoices, newest first. */
export async function listInvoices(
  tx: Reads,
  now: Date,
  { merchantId }: { readonly merchantId: string },
  page: Page,
  filter: InvoiceFilter,
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS} FROM invoices i
    WHERE i.merchant_id = ${merchantId} ${matching(now, filter)} ${before(page)}
    ORDER BY i.id DESC LIMIT ${page.take}`;
  return stored.map(toInvoiceRow);
}

/** A subscriber's invoices, newest first; drafts are nobody's yet. */
export async function listOwnInvoices(
  tx: Tx,
  now: Date,
  subscriber: SubscriberScope,
  page: Page,
  filter: InvoiceFilter,
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS}
    FROM customers c JOIN invoices i ON i.merchant_id = c.merchant_id AND i.customer_id = c.id
    WHERE ${managedBy(subscriber)} AND i.status <> 'draft' ${matching(now, filter)} ${before(page)}
    ORDER BY i.id DESC LIMIT ${page.take}`;
  return stored.map(toInvoiceRow);
}

/** The merchant that has an invoice, for asking whether the caller may see it. */
export async function findInvoiceMerchant(tx: Tx, id: string): Promise<string | undefined> {
  const found = await tx.invoice.findUnique({ where: { id }, select: { merchantId: true } });
  return found?.merchantId;
}

function matching(now: Date, filter: InvoiceFilter): Prisma.Sql {
  const { status, kind, customerId, subscriptionId, from, to, overdue } = filter;
  const conditions = [
    ...(status ? [Prisma.sql`AND i.status = ${status}`] : []),
    ...(kind ? [Prisma.sql`AND i.kind = ${kind}`] : []),
    ...(customerId ? [Prisma.sql`AND i.customer_id = ${customerId}`] : []),
    ...(subscriptionId ? [Prisma.sql`AND i.subscription_id = ${subscriptionId}`] : []),
    ...(from ? [Prisma.sql`AND i.created_at >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`AND i.created_at < ${to}::timestamptz`] : []),
    ...(overdue
      ? [
          Prisma.sql`AND i.status = 'open' AND i.due_at < coalesce(
          (SELECT m.test_clock_at FROM merchants m WHERE m.id = i.merchant_id), ${now}::timestamptz)`,
        ]
      : []),
  ];
  return conditions.length > 0 ? Prisma.join(conditions, ' ') : Prisma.empty;
}

function before({ beforeId }: Page): Prisma.Sql {
  return beforeId ? Prisma.sql`AND i.id < ${beforeId}` : Prisma.empty;
}
