import type { NowPayment } from '../payment.ts';
import { type ProviderAmount, unitsOf } from '../provider-amount.ts';

/** What we know of the payment that a notification should be about. */
export interface ExpectedPayment {
  /** The provider's id of the payment that we asked for. */
  readonly paymentId: string;
  /** Our id, as it was given to the provider. */
  readonly orderId: string;
  /** The ticker that it was to be paid in. */
  readonly payCurrency: string;
  readonly dueUnits: bigint;
  /** What has been booked so far, by the provider's payment ids: re-deposits have ids of their own. */
  readonly bookedUnits: ReadonlyMap<string, bigint>;
  /** Payment ids of which the provider has said that they were refunded: nothing of them is booked again. */
  readonly refunded: ReadonlySet<string>;
}

export type ReviewReason =
  /** Neither the payment that we asked for, nor money to its address. */
  | 'not_ours'
  /** Our payment with another order's id. */
  | 'order_differs'
  /** Said to be paid, with an amount of nothing. */
  | 'nothing_paid'
  /** An amount that is none of its currency's: nothing is rounded. */
  | 'amount_unusable'
  /** Said to have failed or expired after it was booked. */
  | 'failed_after_booking';

/**
 * What a notification means. `units` are to be booked now: what is new beyond what has been booked for that
 * payment id. Booking and reading `bookedUnits` belong into one database transaction.
 */
export type IpnMeaning =
  /** All of it has come, or more: `overpaidUnits` of what has been paid were not asked for. */
  | {
      readonly kind: 'credit';
      readonly paymentId: string;
      readonly units: bigint;
      readonly overpaidUnits: bigint;
    }
  /** Less than was asked for has come. */
  | {
      readonly kind: 'partial';
      readonly paymentId: string;
      readonly units: bigint;
      readonly missingUnits: bigint;
    }
  /** Further money to the address of an earlier payment. It may be any amount, and pays no order by itself. */
  | {
      readonly kind: 'redeposit';
      readonly paymentId: string;
      readonly parentId: string;
      readonly units: bigint;
    }
  /** Another asset than asked for, whatever it is worth: for an operator. */
  | { readonly kind: 'wrong_asset'; readonly paymentId: string; readonly received: ProviderAmount }
  /** Nothing that is not booked yet: seen before, or older than what was. */
  | { readonly kind: 'duplicate'; readonly paymentId: string }
  | { readonly kind: 'pending'; readonly paymentId: string; readonly status: string }
  | { readonly kind: 'failed'; readonly paymentId: string; readonly status: 'failed' | 'expired' }
  /** The provider has given the money back: `units` had been booked and are to be taken back. */
  | { readonly kind: 'refunded'; readonly paymentId: string; readonly units: bigint }
  /** Contradicts what we know: for an operator, and nothing is booked. */
  | { readonly kind: 'review'; readonly paymentId: string; readonly reason: ReviewReason };

/**
 * Decides what a verified notification about a payment means. The provider's word `finished` is not enough:
 * re-deposits and other assets arrive as finished too, so whose payment it is, its asset and its amount are
 * checked first. Pure: the same notification twice, or late, books nothing twice.
 */
export function classifyIpn(payment: NowPayment, expected: ExpectedPayment): IpnMeaning {
  const { id: paymentId, parentId, status, pay, paid } = payment;
  const isFirst = paymentId === expected.paymentId;
  const booked = expected.bookedUnits.get(paymentId);
  const review = (reason: ReviewReason): IpnMeaning => ({ kind: 'review', paymentId, reason });

  if (!isFirst && parentId !== expected.paymentId) return review('not_ours');
  if (payment.orderId !== expected.orderId) return review('order_differs');
  if (expected.refunded.has(paymentId)) return { kind: 'duplicate', paymentId };
  if (status === 'refunded') return { kind: 'refunded', paymentId, units: booked ?? 0n };
  if (status === 'failed' || status === 'expired') {
    return booked === undefined ? { kind: 'failed', paymentId, status } : review('failed_after_booking');
  }
  if (status !== 'finished' && status !== 'partially_paid') {
    return booked === undefined ? { kind: 'pending', paymentId, status } : { kind: 'duplicate', paymentId };
  }

  if (pay.currency !== expected.payCurrency.toLowerCase())
    return { kind: 'wrong_asset', paymentId, received: paid };
  const paidUnits = unitsOrUndefined(paid);
  if (paidUnits === undefined) return review('amount_unusable');
  if (paidUnits === 0n) return review('nothing_paid');
  const units = paidUnits - (booked ?? 0n);
  if (units <= 0n) return { kind: 'duplicate', paymentId };
  if (!isFirst || parentId !== null) {
    return { kind: 'redeposit', paymentId, parentId: parentId ?? expected.paymentId, units };
  }
  const missingUnits = expected.dueUnits - paidUnits;
  return status === 'finished' && missingUnits <= 0n
    ? { kind: 'credit', paymentId, units, overpaidUnits: -missingUnits }
    : { kind: 'partial', paymentId, units, missingUnits: missingUnits > 0n ? missingUnits : 0n };
}

function unitsOrUndefined(amount: ProviderAmount): bigint | undefined {
  try {
    return unitsOf(amount);
  } catch {
    return undefined;
  }
}
