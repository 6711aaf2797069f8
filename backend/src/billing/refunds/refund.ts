import { divideRounded } from '../../platform/money/index.ts';
import type { RailName } from '../ports.ts';

/** `requested`: the money is still here. `sent`: it is gone. `canceled`: it stays. */
export const REFUND_STATUSES = ['requested', 'sent', 'canceled'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** Money that goes back to whoever paid it. */
export interface RefundRow {
  readonly merchantId: string;
  readonly id: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly creditNoteId: string | null;
  readonly rail: RailName;
  readonly status: RefundStatus;
  /** In the smallest unit of the currency that the payment came in. */
  readonly amount: bigint;
  readonly currency: string;
  /** What it takes from the customer's credit, in the invoice's currency. */
  readonly creditAmount: bigint;
  readonly creditCurrency: string;
  /** Where that is locked until the refund is sent or canceled. */
  readonly holdId: string | null;
  /** Where it is to go, where the rail does not know. */
  readonly destination: string | null;
  /** What it was sent by. */
  readonly reference: string | null;
  readonly reason: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly canceledAt: Date | null;
}

/** What of a payment can still go back: in its own currency, and what that is worth to the invoice. */
export interface Refundable {
  readonly amount: bigint;
  readonly value: bigint;
}

/**
 * What is to be sent for a value in the invoice's currency, at the rate by which the payment was counted, rounded down;
 * all that is left for all of its value.
 */
export function amountToRefund(
  payment: { readonly amount: bigint; readonly invoiceAmount: bigint },
  left: Refundable,
  value: bigint,
): bigint {
  if (value === left.value) return left.amount;
  const amount = divideRounded(value * payment.amount, payment.invoiceAmount, 'down');
  if (amount >= left.amount) return left.amount;
  return amount;
}
