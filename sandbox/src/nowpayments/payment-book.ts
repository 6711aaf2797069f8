import { exchange, scaled, unscaled } from '../amounts.ts';
import type { Clock } from '../clock.ts';
import { CURRENCIES, currencyOf, depositAddress, FIAT, type SimulatedCurrency } from './currencies.ts';
import type { PaymentStatus, SimulatedPayment } from './payment.ts';

/** "expired": nothing was sent to the address within seven days. */
const PAYMENT_LIFETIME_MS = 7 * 86_400_000;
/** Amounts to pay are asked for with eight places at most, also in currencies that have eighteen. */
const MAX_ASKED_PLACES = 8;

export interface NewPayment {
  readonly priceAmount: string;
  readonly priceCurrency: string;
  readonly payCurrency: SimulatedCurrency;
  readonly payAmount?: string | undefined;
  readonly orderId?: string | undefined;
  readonly orderDescription?: string | undefined;
  readonly ipnCallbackUrl?: string | undefined;
  readonly invoiceId?: string | undefined;
}

/** Payments, their statuses and the prices they were made at. */
export class PaymentBook {
  readonly all = new Map<string, SimulatedPayment>();
  readonly usdPrices = new Map<string, string>([
    ...FIAT,
    ...CURRENCIES.map(({ code, usd }) => [code, usd] as const),
  ]);
  readonly #clock: Clock;
  readonly #onChange: (payment: SimulatedPayment) => void;
  #nextId: number;

  constructor(clock: Clock, onChange: (payment: SimulatedPayment) => void, firstId: number) {
    this.#clock = clock;
    this.#nextId = firstId;
    this.#onChange = onChange;
  }

  /** @throws RangeError for a currency that is not known */
  estimate(amount: string, from: string, to: string): string {
    const places = Math.min(currencyOf(to)?.precision ?? 2, MAX_ASKED_PLACES);
    return unscaled(exchange(scaled(amount), this.#usdPrice(from), this.#usdPrice(to), places));
  }

  nextId(): string {
    return String(this.#nextId++);
  }

  create(input: NewPayment): SimulatedPayment {
    const id = this.nextId();
    return this.#add({
      id,
      parentId: null,
      purchaseId: this.nextId(),
      payAddress: depositAddress(input.payCurrency, id),
      priceAmount: input.priceAmount,
      priceCurrency: input.priceCurrency,
      payAmount:
        input.payAmount ?? this.estimate(input.priceAmount, input.priceCurrency, input.payCurrency.code),
      payCurrency: input.payCurrency.code,
      actuallyPaid: '0',
      orderId: input.orderId ?? null,
      orderDescription: input.orderDescription ?? null,
      ipnCallbackUrl: input.ipnCallbackUrl ?? null,
      invoiceId: input.invoiceId ?? null,
    });
  }

  /** A payment of its own for money that came to the address of another. */
  follow(parent: SimulatedPayment, amount: string, currency = parent.payCurrency): SimulatedPayment {
    const id = this.nextId();
    parent.extraIds.push(id);
    return this.#add({
      ...parent,
      id,
      parentId: parent.id,
      payAmount: amount,
      payCurrency: currency,
      actuallyPaid: amount,
    });
  }

  /** @throws RangeError when there is no such payment */
  get(id: string): SimulatedPayment {
    const payment = this.all.get(id);
    if (!payment) throw new RangeError(`there is no payment ${id}`);
    return payment;
  }

  setStatus(payment: SimulatedPayment, status: PaymentStatus): void {
    payment.status = status;
    payment.updatedAt = this.#clock.now();
    this.#onChange(payment);
  }

  expireIfOverdue(payment: SimulatedPayment): void {
    const ageMs = this.#clock.now().getTime() - payment.createdAt.getTime();
    if (payment.status === 'waiting' && ageMs > PAYMENT_LIFETIME_MS) this.setStatus(payment, 'expired');
  }

  #add(fields: Omit<SimulatedPayment, 'status' | 'createdAt' | 'updatedAt' | 'extraIds'>): SimulatedPayment {
    const now = this.#clock.now();
    const payment: SimulatedPayment = {
      ...fields,
      status: 'waiting',
      extraIds: [],
      createdAt: now,
      updatedAt: now,
    };
    this.all.set(payment.id, payment);
    return payment;
  }

  #usdPrice(code: string): bigint {
    const price = this.usdPrices.get(code.toLowerCase());
    if (price === undefined) throw new RangeError(`there is no currency ${code}`);
    return scaled(price);
  }
}
