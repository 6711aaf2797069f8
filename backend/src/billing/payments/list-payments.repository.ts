import type { MerchantScope } from '../../identity/index.ts';
import { Prisma, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { RailName } from '../ports.ts';
import { PAYMENT_COLUMNS, type PaymentRow, type StoredPayment, toPaymentRow } from './payment.repository.ts';
import type { PaymentStatus } from './payment.ts';

/** What payments to list; by the time they were first seen, from inclusive, to exclusive. */
export interface PaymentFilter {
  readonly rail?: RailName | null | undefined;
  readonly status?: PaymentStatus | null | undefined;
  readonly invoiceId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
}

/** A merchant's payments, newest first. */
export async function listPayments(
  tx: Tx,
  { merchantId }: MerchantScope,
  { beforeId, take }: Page,
  { rail, status, invoiceId, customerId, from, to }: PaymentFilter,
): Promise<PaymentRow[]> {
  const conditions = [
    Prisma.sql`p.merchant_id = ${merchantId}`,
    ...(beforeId ? [Prisma.sql`p.id < ${beforeId}`] : []),
    ...(rail ? [Prisma.sql`p.rail = ${rail}`] : []),
    ...(status ? [Prisma.sql`p.status = ${status}`] : []),
    ...(invoiceId ? [Prisma.sql`p.invoice_id = ${invoiceId}`] : []),
    ...(customerId
      ? [
          Prisma.sql`p.invoice_id IN (
            SELECT i.id FROM invoices i WHERE i.merchant_id = ${merchantId} AND i.customer_id = ${customerId})`,
        ]
      : []),
    ...(from ? [Prisma.sql`p.created_at >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`p.created_at < ${to}::timestamptz`] : []),
  ];
  const rows = await tx.$queryRaw<StoredPayment[]>`
    SELECT ${PAYMENT_COLUMNS} FROM payments p
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY p.id DESC LIMIT ${take}`;
  return rows.map(toPaymentRow);
}
