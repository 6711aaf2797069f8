import type { RailName } from '../ports.ts';

/** Why a payment that arrived counts for nothing: it refers to a state of the plan that was no longer the present one. */
export type PaymentFlag = 'outdated_plan_state';

/** What a rail says about money that it has seen. */
export interface PaymentReport {
  readonly merchantId: string;
  readonly rail: RailName;
  /** What the rail knows the money by: a transaction's id, an output, … */
  readonly reference: string;
  /** What it offered the payer, if that has another name: an address. */
  readonly quoteReference?: string;
  /** The chain transaction that carries it. */
  readonly transactionId?: string | null;
  /** In the smallest unit of the currency of the quote. */
  readonly amount: bigint;
  /** Time of the block that holds it; null while it is in none. */
  readonly confirmedAt: Date | null;
  /** Whether `confirmedAt` is when it was first heard of, and a later report of it changes nothing. */
  readonly redated?: boolean;
  /** What the rail has against it, if it was seen now for the first time. */
  readonly flag?: PaymentFlag | null;
}
