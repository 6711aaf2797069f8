import type { NowPayment } from './payment.ts';
import type { NowPayout } from './payout.ts';

export interface NewNowPayment {
  /** Ticker of the price: `usd`, or a cryptocurrency. */
  readonly priceCurrency: string;
  /** Smallest units of that currency. */
  readonly priceUnits: bigint;
  /** Ticker to pay in, network included: `usdttrc20`. */
  readonly payCurrency: string;
  /** Smallest units to pay; without it the provider converts the price. */
  readonly payUnits?: bigint;
  /** Our id, which every notification carries. */
  readonly orderId: string;
  readonly description?: string;
  readonly ipnCallbackUrl: string;
}

export interface NewNowInvoice {
  readonly priceCurrency: string;
  readonly priceUnits: bigint;
  readonly orderId: string;
  readonly description?: string;
  readonly ipnCallbackUrl: string;
  readonly successUrl?: string;
  readonly cancelUrl?: string;
}

export interface NewNowPayout {
  /** Our id: what it is looked up by when no answer comes. */
  readonly externalId: string;
  readonly address: string;
  /** Memo or tag, for networks that have one. */
  readonly extraId?: string;
  readonly currency: string;
  /** Smallest units; the provider takes no more than six decimals. */
  readonly units: bigint;
  readonly ipnCallbackUrl?: string;
}

/**
 * NOWPayments. Every method throws NowPaymentsUnavailableError when the provider cannot be asked (nothing has
 * been done), NowPaymentsRefusedError when it will not, and NowPaymentsAnswerWrongError when its answer cannot
 * be used. Methods that must not be done twice throw NowPaymentsOutcomeUnknownError where it may have been.
 */
export interface NowPayments {
  /** Whether it answers that it works. Never throws. */
  ready(): Promise<boolean>;
  /** Tickers that can be paid in now, lower case. */
  currencies(): Promise<string[]>;
  /** The least that can be paid, in smallest units of `from`, rounded up. */
  minAmountUnits(from: string, to?: string): Promise<bigint>;
  /** About how many smallest units of `to` an amount is worth; only a payment's answer binds. */
  estimateUnits(input: { from: string; units: bigint; to: string }): Promise<bigint>;
  /** A repeated call makes another payment with another address; one that nobody pays does no harm. */
  createPayment(input: NewNowPayment): Promise<NowPayment>;
  payment(id: string): Promise<NowPayment>;
  /**
   * The payment that was asked for under our id since then, if the provider has it. Only the account may ask:
   * without one, undefined.
   */
  findPayment(order: { orderId: string; since: Date }): Promise<NowPayment | undefined>;
  createInvoice(input: NewNowInvoice): Promise<{ readonly id: string; readonly url: string }>;
  /** Whether money can be sent there. */
  isValidAddress(input: { address: string; currency: string; extraId?: string }): Promise<boolean>;
  /**
   * Asks for one payout. It is carried out once its batch is verified, within an hour.
   * @throws NowPaymentsOutcomeUnknownError: look it up by `findPayout` before asking again
   * @throws InvalidInputError `amount` with more than six decimals
   */
  createPayout(input: NewNowPayout): Promise<NowPayout>;
  /**
   * Lets a batch go. The code is that of the account's authenticator app, worked out here where its secret is
   * configured.
   * @throws NowPaymentsOutcomeUnknownError: read the payout before trying again
   */
  verifyPayout(batchId: string, code?: string): Promise<void>;
  payout(id: string): Promise<NowPayout>;
  /** The payout that was asked for under our id since then, if the provider has it. */
  findPayout(input: { externalId: string; since: Date }): Promise<NowPayout | undefined>;
}
