import type { Prisma, Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { PaymentStatus } from '../payments/payment.ts';
import type { PaymentFlag } from '../payments/payment-report.ts';
import type { RailName } from '../ports.ts';
import type { RefundRow, RefundStatus } from './refund.ts';

/** A payment with what a refund of it has to know. */
export interface RefundedPayment {
  readonly merchantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly subscriptionId: string | null;
  readonly rail: RailName;
  readonly reference: string;
  readonly status: PaymentStatus;
  readonly amount: bigint;
  readonly currency: string;
  readonly invoiceAmount: bigint | null;
  readonly flag: PaymentFlag | null;
  readonly customerId: string;
  readonly customerAddress: string;
  readonly invoiceCurrency: string;
  /** What refunds of it that were not canceled come to. */
  readonly refunded: bigint;
  readonly refundedValue: bigint;
}

type Amounts = 'amount' | 'invoiceAmount' | 'refunded' | 'refundedValue';
type StoredPayment = Omit<RefundedPayment, Amounts> & {
  readonly amount: string;
  readonly invoiceAmount: string | null;
};

/** The payment, locked until the transaction ends: its refunds are made one after the other. */
export async function lockRefundedPayment(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  paymentId: string,
): Promise<RefundedPayment | undefined> {
  const [row] = await tx.$queryRaw<StoredPayment[]>`
    SELECT p.merchant_id AS "merchantId", p.id, p.invoice_id AS "invoiceId", p.subscription_id AS "subscriptionId",
      p.rail, p.reference, p.status, p.amount::text AS amount, p.currency, p.invoice_amount::text AS "invoiceAmount",
      p.flag, i.customer_id AS "customerId", c.address AS "customerAddress", i.currency AS "invoiceCurrency"
    FROM payments p
    JOIN invoices i ON i.merchant_id = p.merchant_id AND i.id = p.invoice_id
    JOIN customers c ON c.merchant_id = i.merchant_id AND c.id = i.customer_id
    WHERE p.merchant_id = ${merchantId} AND p.id = ${paymentId}
    FOR UPDATE OF p`;
  if (!row) return undefined;
  // Asked apart, for the lock may have waited for another refund.
  const [sums] = await tx.$queryRaw<{ refunded: string; value: string }[]>`
    SELECT coalesce(sum(amount), 0)::text AS refunded, coalesce(sum(credit_amount), 0)::text AS value
    FROM refunds WHERE merchant_id = ${merchantId} AND payment_id = ${paymentId} AND status <> 'canceled'`;
  return {
    ...row,
    amount: BigInt(row.amount),
    invoiceAmount: row.invoiceAmount === null ? null : BigInt(row.invoiceAmount),
    refunded: BigInt(sums?.refunded ?? 0),
    refundedValue: BigInt(sums?.value ?? 0),
  };
}

export async function insertRefund(tx: Tx, refund: RefundRow): Promise<void> {
  const { amount, creditAmount, ...data } = refund;
  await tx.refund.create({
    data: { ...data, amount: amount.toString(), creditAmount: creditAmount.toString() },
  });
}

/** Moves a refund on that is still requested; false when it is not. */
export async function moveRefund(
  tx: Tx,
  { merchantId, id }: Pick<RefundRow, 'merchantId' | 'id'>,
  change: { readonly status: 'sent' | 'canceled'; readonly reference?: string; readonly at: Date },
): Promise<boolean> {
  const { status, reference, at } = change;
  const { count } = await tx.refund.updateMany({
    where: { merchantId, id, status: 'requested' },
    data: {
      status,
      ...(status === 'sent' ? { sentAt: at, reference: reference ?? null } : { canceledAt: at }),
    },
  });
  return count === 1;
}

export async function findRefund(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  id: string,
): Promise<RefundRow | undefined> {
  const stored = await tx.refund.findUnique({ where: { merchantId_id: { merchantId, id } } });
  return stored ? toRefundRow(stored) : undefined;
}

/** The merchant that has a refund, for asking whether the caller may see it. */
export async function findRefundMerchant(tx: Tx, id: string): Promise<string | undefined> {
  const found = await tx.refund.findUnique({ where: { id }, select: { merchantId: true } });
  return found?.merchantId;
}

/** The refunds of invoices, oldest first. */
export async function readRefundsOf(
  tx: Tx,
  invoices: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<RefundRow[]> {
  const stored = await tx.refund.findMany({
    where: { OR: invoices.map(({ merchantId, id }) => ({ merchantId, invoiceId: id })) },
    orderBy: { id: 'asc' },
  });
  return stored.map(toRefundRow);
}

/** A merchant's refunds, newest first. */
export async function listRefunds(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  { beforeId, take }: Page,
  { status }: { readonly status?: RefundStatus | null | undefined },
): Promise<RefundRow[]> {
  const stored = await tx.refund.findMany({
    where: { merchantId, ...(status ? { status } : {}), ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take,
  });
  return stored.map(toRefundRow);
}

/** Refunds of these payments that wait to be sent, locked. */
export async function lockRequestedRefunds(
  tx: Tx,
  payments: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<RefundRow[]> {
  const keys = payments.map(({ merchantId, id }) => ({ merchantId, id }));
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, id text)
    JOIN refunds r ON r.merchant_id = k."merchantId" AND r.payment_id = k.id
    WHERE r.status = 'requested' ORDER BY r.id FOR UPDATE OF r`;
  if (found.length === 0) return [];
  const stored = await tx.refund.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
  return stored.map(toRefundRow);
}

/** The settled payments of an invoice, newest first. */
export async function readSettledPayments(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
): Promise<string[]> {
  const found = await tx.payment.findMany({
    where: { merchantId, invoiceId: id, status: 'settled', flag: null },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return found.map((payment) => payment.id);
}

function toRefundRow({
  amount,
  creditAmount,
  rail,
  status,
  ...refund
}: Prisma.RefundGetPayload<object>): RefundRow {
  return {
    ...refund,
    rail: rail as RailName,
    status: status as RefundStatus,
    amount: BigInt(amount.toFixed()),
    creditAmount: BigInt(creditAmount.toFixed()),
  };
}

/** Refunds by keys that came from rows the caller may see. */
export async function readRefunds(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<RefundRow[]> {
  const stored = await tx.refund.findMany({
    where: { OR: keys.map(({ merchantId, id }) => ({ merchantId, id })) },
  });
  return stored.map(toRefundRow);
}
