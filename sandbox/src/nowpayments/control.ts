import { scaled, unscaled } from '../amounts.ts';
import type { Fault, FaultOptions, Faults } from '../http/faults.ts';
import type { SentNotification } from '../http/notification-sender.ts';
import { currencyOf } from './currencies.ts';
import type { IpnSender, IpnSettings } from './ipn-sender.ts';
import type { IdStyle, PaymentStatus, SimulatedPayment } from './payment.ts';
import type { PaymentBook } from './payment-book.ts';
import type { Invoice } from './payment-routes.ts';
import type { PayoutStatus, SimulatedPayout } from './payout.ts';
import type { PayoutBook } from './payout-book.ts';

/** The way of every payment that comes in, before it is known whether all of it did. */
const ON_THE_WAY = ['confirming', 'confirmed', 'sending'] as const satisfies PaymentStatus[];

export interface PayOptions {
  /** Decimal text; what was asked for, by default. */
  readonly amount?: string;
  /** Where the payment stays for now; it ends as finished or partially paid by default. */
  readonly until?: (typeof ON_THE_WAY)[number];
}

interface Parts {
  readonly payments: PaymentBook;
  readonly payouts: PayoutBook;
  readonly invoices: ReadonlyMap<string, Invoice>;
  readonly ipn: IpnSender;
  readonly faults: Faults;
}

/** What the world outside does to the provider, and what the provider does to us. Ids are the provider's. */
export class NowPaymentsControl {
  ids: IdStyle = 'mixed';
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get ipn(): IpnSettings {
    return this.#parts.ipn.settings;
  }

  get sentIpns(): readonly SentNotification[] {
    return this.#parts.ipn.sent;
  }

  get payments(): readonly SimulatedPayment[] {
    return [...this.#parts.payments.all.values()];
  }

  get payouts(): readonly SimulatedPayout[] {
    return [...this.#parts.payouts.all.values()];
  }

  /**
   * The customer sends money. Notifications follow for confirming, confirmed, sending, and finished or
   * partially paid. Money to the address of a payment that was paid before becomes a re-deposit.
   * @returns the payment that the money belongs to
   */
  pay(paymentId: string, { amount, until }: PayOptions = {}): SimulatedPayment {
    const payment = this.#parts.payments.get(paymentId);
    if (payment.status !== 'waiting') return this.redeposit(paymentId, amount ?? payment.payAmount);
    payment.actuallyPaid = amount ?? payment.payAmount;
    this.advance(paymentId, until);
    return payment;
  }

  /** Moves a payment that is under way on, to its end unless told where to stay. */
  advance(paymentId: string, until?: PayOptions['until']): void {
    const { payments } = this.#parts;
    const payment = payments.get(paymentId);
    const done = ON_THE_WAY.indexOf(payment.status as (typeof ON_THE_WAY)[number]) + 1;
    for (const status of ON_THE_WAY.slice(done)) {
      payments.setStatus(payment, status);
      if (status === until) return;
    }
    const isWhole = scaled(payment.actuallyPaid) >= scaled(payment.payAmount);
    payments.setStatus(payment, isWhole ? 'finished' : 'partially_paid');
  }

  /** Further money to the same address: a payment of its own with `parent_payment_id`, by default finished. */
  redeposit(
    paymentId: string,
    amount: string,
    status: 'finished' | 'partially_paid' = 'finished',
  ): SimulatedPayment {
    const { payments } = this.#parts;
    const child = payments.follow(payments.get(paymentId), amount);
    payments.setStatus(child, status);
    return child;
  }

  /** Money in another asset, processed automatically: finished, whatever it is worth. */
  payWrongAsset(
    paymentId: string,
    asset: { readonly currency: string; readonly amount: string; readonly asNewPayment?: boolean },
  ): SimulatedPayment {
    const { payments } = this.#parts;
    const payment = payments.get(paymentId);
    if (!currencyOf(asset.currency)) throw new RangeError(`there is no currency ${asset.currency}`);
    if (asset.asNewPayment ?? true) {
      const child = payments.follow(payment, asset.amount, asset.currency);
      payments.setStatus(child, 'finished');
      return child;
    }
    payment.payCurrency = asset.currency;
    payment.payAmount = asset.amount;
    payment.actuallyPaid = asset.amount;
    payments.setStatus(payment, 'finished');
    return payment;
  }

  /** Puts a payment into a status, such as failed, refunded or expired, or one that is out of order. */
  setStatus(paymentId: string, status: PaymentStatus): void {
    const { payments } = this.#parts;
    payments.setStatus(payments.get(paymentId), status);
  }

  /** The customer picks a currency on the page of an invoice. */
  openInvoice(invoiceId: string, payCurrency: string): SimulatedPayment {
    const invoice = this.#parts.invoices.get(invoiceId);
    const currency = currencyOf(payCurrency);
    if (!invoice || !currency) throw new RangeError(`there is no invoice ${invoiceId} or no ${payCurrency}`);
    return this.#parts.payments.create({ ...invoice, payCurrency: currency, invoiceId });
  }

  /** Lets payments that nobody paid within seven days expire. */
  expireOverdue(): void {
    for (const payment of this.payments) this.#parts.payments.expireIfOverdue(payment);
  }

  setPayoutStatus(payoutId: string, status: PayoutStatus, error: string | null = null): void {
    const { payouts } = this.#parts;
    const [payout] = payouts.find(payoutId);
    if (!payout) throw new RangeError(`there is no payout ${payoutId}`);
    payouts.setStatus(payout, status, error);
  }

  /** US dollars for one of a currency. */
  setPrice(code: string, usd: string): void {
    this.#parts.payments.usdPrices.set(code.toLowerCase(), unscaled(scaled(usd)));
  }

  /** Changes how notifications are made and delivered. */
  setIpn(settings: Partial<IpnSettings>): void {
    Object.assign(this.#parts.ipn.settings, settings);
  }

  setIds(style: IdStyle): void {
    this.ids = style;
  }

  /** Plans a fault for the next requests of an operation such as `POST /payout`, or `*`. */
  fault(operation: string, fault: Fault, options?: FaultOptions): void {
    this.#parts.faults.add(operation, fault, options);
  }

  clearFaults(): void {
    this.#parts.faults.clear();
  }

  /** Sends held notifications, in the order of the indexes given. */
  releaseIpns(order?: readonly number[]): void {
    this.#parts.ipn.release(order);
  }

  /** Sends the notification with that index in `sentIpns` again, byte for byte. */
  resendIpn(index: number): void {
    const ipn = this.#parts.ipn.sent.at(index);
    if (!ipn) throw new RangeError(`there is no notification ${index}`);
    this.#parts.ipn.resend(ipn);
  }

  /** When every notification on its way has arrived, or has been given up. */
  settled(): Promise<void> {
    return this.#parts.ipn.settled();
  }
}
