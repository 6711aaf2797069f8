export const PAYMENT_STATUSES = [
  'waiting',
  'confirming',
  'confirmed',
  'sending',
  'partially_paid',
  'finished',
  'failed',
  'refunded',
  'expired',
] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** A payment as the simulator keeps it; amounts are plain decimal text. */
export interface SimulatedPayment {
  readonly id: string;
  readonly parentId: string | null;
  readonly invoiceId: string | null;
  readonly purchaseId: string;
  readonly payAddress: string;
  readonly priceAmount: string;
  readonly priceCurrency: string;
  readonly orderId: string | null;
  readonly orderDescription: string | null;
  readonly ipnCallbackUrl: string | null;
  readonly createdAt: Date;
  status: PaymentStatus;
  payAmount: string;
  payCurrency: string;
  actuallyPaid: string;
  /** Payments that came to the same address later. */
  readonly extraIds: string[];
  updatedAt: Date;
}

/** How ids are written: as documented (text on creation, numbers later), or always one way. */
export type IdStyle = 'mixed' | 'string' | 'number';

const idIn = (style: IdStyle, byDefault: 'string' | 'number') => (id: string | null) =>
  id === null || (style === 'mixed' ? byDefault : style) === 'string' ? id : Number(id);

/** The answer to `POST /v1/payment`. */
export function createdAnswer(payment: SimulatedPayment, network: string, precision: number, ids: IdStyle) {
  const id = idIn(ids, 'string');
  return {
    payment_id: id(payment.id),
    payment_status: payment.status,
    pay_address: payment.payAddress,
    price_amount: Number(payment.priceAmount),
    price_currency: payment.priceCurrency,
    pay_amount: Number(payment.payAmount),
    pay_currency: payment.payCurrency,
    order_id: payment.orderId,
    order_description: payment.orderDescription,
    ipn_callback_url: payment.ipnCallbackUrl,
    created_at: payment.createdAt.toISOString(),
    updated_at: payment.updatedAt.toISOString(),
    purchase_id: id(payment.purchaseId),
    amount_received: null,
    payin_extra_id: null,
    smart_contract: '',
    network,
    network_precision: precision,
    time_limit: null,
    burning_percent: null,
    expiration_estimate_date: new Date(payment.createdAt.getTime() + 1_200_000).toISOString(),
  };
}

/** The answer to `GET /v1/payment/:id`. */
export function statusAnswer(payment: SimulatedPayment, ids: IdStyle) {
  const id = idIn(ids, 'number');
  return {
    payment_id: id(payment.id),
    parent_payment_id: id(payment.parentId),
    invoice_id: id(payment.invoiceId),
    payment_status: payment.status,
    pay_address: payment.payAddress,
    price_amount: Number(payment.priceAmount),
    price_currency: payment.priceCurrency,
    pay_amount: Number(payment.payAmount),
    actually_paid: Number(payment.actuallyPaid),
    pay_currency: payment.payCurrency,
    order_id: payment.orderId,
    order_description: payment.orderDescription,
    purchase_id: id(payment.purchaseId),
    created_at: payment.createdAt.toISOString(),
    updated_at: payment.updatedAt.toISOString(),
    outcome_amount: Number(payment.actuallyPaid),
    outcome_currency: payment.payCurrency,
  };
}

/** The body of a notification. */
export function ipnBody(payment: SimulatedPayment, ids: IdStyle): Record<string, unknown> {
  const id = idIn(ids, 'number');
  return {
    payment_id: id(payment.id),
    parent_payment_id: id(payment.parentId),
    invoice_id: id(payment.invoiceId),
    payment_status: payment.status,
    pay_address: payment.payAddress,
    payin_extra_id: null,
    price_amount: Number(payment.priceAmount),
    price_currency: payment.priceCurrency,
    pay_amount: Number(payment.payAmount),
    actually_paid: Number(payment.actuallyPaid),
    actually_paid_at_fiat: 0,
    pay_currency: payment.payCurrency,
    order_id: payment.orderId,
    order_description: payment.orderDescription,
    purchase_id: payment.purchaseId,
    outcome_amount: Number(payment.actuallyPaid),
    outcome_currency: payment.payCurrency,
    payment_extra_ids: payment.extraIds.length > 0 ? payment.extraIds.map(id) : null,
    fee: { currency: payment.payCurrency, depositFee: 0, withdrawalFee: 0, serviceFee: 0 },
    updated_at: payment.updatedAt.getTime(),
  };
}
