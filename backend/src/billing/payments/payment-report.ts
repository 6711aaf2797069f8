/**
 * Why a payment that arrived grants nothing. `underpaid`: less than its quote. `outdated_plan_state`: it
 * refers to a state of the plan that was no longer the present one.
 */
export type PaymentFlag = 'underpaid' | 'outdated_plan_state';

/** What a rail says about one transaction that pays. */
export interface PaymentReport {
  readonly merchantId: string;
  readonly transactionId: string;
  readonly amountSats: bigint;
  /** Time of the block that holds it; null while it is in none. */
  readonly confirmedAt: Date | null;
  /** What the rail has against it, if it was seen now for the first time. */
  readonly flag?: PaymentFlag | null;
}
