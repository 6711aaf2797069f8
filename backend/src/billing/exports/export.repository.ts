import { Prisma, type Reads } from '../../platform/database/index.ts';

/** What can be exported, with the columns of each. Amounts are in the currency's smallest unit. */
const EXPORTS = {
  invoices: Prisma.sql`t.id, t.number::text, t.status, t.kind, t.customer_id, t.subscription_id, t.currency,
    t.subtotal::text, t.tax::text, t.total::text, t.credit::text, t.noted::text, t.paid::text, t.overpaid::text,
    t.paid_late::text, t.due_at, t.opened_at, t.paid_at, t.closed_at, t.created_at, t.memo FROM invoices t`,
  payments: Prisma.sql`t.id, t.invoice_id, t.subscription_id, t.rail, t.status, t.amount::text, t.currency,
    t.invoice_amount::text, t.late::text, t.flag, t.reference, t.confirmed_at, t.settled_at, t.created_at,
    i.number::text AS invoice_number, i.currency AS invoice_currency, i.customer_id, c.txid
    FROM payments t JOIN invoices i ON i.merchant_id = t.merchant_id AND i.id = t.invoice_id
    LEFT JOIN chain_transactions c ON c.merchant_id = t.merchant_id AND c.id = t.transaction_id`,
  customers: Prisma.sql`t.id, t.address, t.name, t.email, t.tax_id, t.created_at FROM customers t`,
  subscriptions: Prisma.sql`t.id, t.plan_id, t.price_id, t.customer_id, t.status, t.quantity::text, t.anchor_at,
    t.paid_periods::text, t.paid_through, t.access_until, t.cancel_at_period_end::text, t.canceled_at, t.created_at
    FROM subscriptions t`,
} as const;

export type ExportKind = keyof typeof EXPORTS;
export const EXPORT_KINDS = Object.keys(EXPORTS) as readonly ExportKind[];

/** A row as it is exported: texts, instants, and what is not there. */
export type ExportRow = Readonly<Record<string, string | Date | null>> & { readonly id: string };

/** The next rows of a merchant after `afterId`, in the order of their ids, which is that of their making. */
export async function readExportPage(
  tx: Reads,
  { merchantId }: { readonly merchantId: string },
  kind: ExportKind,
  afterId: string,
  take: number,
): Promise<ExportRow[]> {
  return tx.$queryRaw<ExportRow[]>`
    SELECT ${EXPORTS[kind]} WHERE t.merchant_id = ${merchantId} AND t.id > ${afterId} ORDER BY t.id LIMIT ${take}`;
}
