import { scaled } from '../amounts.ts';
import { textFields } from '../http/json.ts';
import { type Answer, Refusal, type Request } from '../http/serve.ts';
import { CURRENCIES, currencyOf, type SimulatedCurrency } from './currencies.ts';
import { createdAnswer, type IdStyle, statusAnswer } from './payment.ts';
import type { PaymentBook } from './payment-book.ts';
import { refusal, wrongRequest } from './refusals.ts';

/** The least that can be paid, in US dollars. */
const MINIMUM_USD = '2';
const DEFAULT_LIMIT = 10;

export interface Invoice {
  readonly id: string;
  readonly priceAmount: string;
  readonly priceCurrency: string;
  readonly orderId: string | undefined;
  readonly orderDescription: string | undefined;
  readonly ipnCallbackUrl: string | undefined;
}

export interface PaymentRoutesOptions {
  readonly payments: PaymentBook;
  /** Refuses whoever has no bearer token. */
  assertToken(request: Request): void;
  readonly invoices: Map<string, Invoice>;
  ids(): IdStyle;
  now(): Date;
}

type Route = (request: Request) => Answer;

/** Everything about money coming in. */
export function paymentRoutes(options: PaymentRoutesOptions): Record<string, Route> {
  const { payments, invoices, ids, now, assertToken } = options;
  return {
    'GET /status': () => ({ status: 200, body: { message: 'OK' } }),

    'GET /currencies': () => ({ status: 200, body: { currencies: CURRENCIES.map(({ code }) => code) } }),

    'GET /min-amount'({ query }) {
      const from = required(query.get('currency_from'), 'currency_from');
      const to = query.get('currency_to') ?? from;
      const minimum = known(() => payments.estimate(MINIMUM_USD, 'usd', from));
      return { status: 200, body: { currency_from: from, currency_to: to, min_amount: Number(minimum) } };
    },

    'GET /estimate'({ query }) {
      const from = required(query.get('currency_from'), 'currency_from');
      const to = required(query.get('currency_to'), 'currency_to');
      const amount = amountOf(query.get('amount'), 'amount');
      return {
        status: 200,
        body: {
          currency_from: from,
          amount_from: Number(amount),
          currency_to: to,
          estimated_amount: Number(known(() => payments.estimate(amount, from, to))),
        },
      };
    },

    'POST /payment'({ body }) {
      const fields = textFields(body);
      const payCurrency = currency(fields.get('pay_currency'));
      const priceCurrency = required(fields.get('price_currency'), 'price_currency');
      const priceAmount = amountOf(fields.get('price_amount'), 'price_amount');
      const payAmount = fields.get('pay_amount');
      if (payAmount !== undefined) amountOf(payAmount, 'pay_amount');
      const due = payAmount ?? known(() => payments.estimate(priceAmount, priceCurrency, payCurrency.code));
      const minimum = payments.estimate(MINIMUM_USD, 'usd', payCurrency.code);
      if (scaled(due) < scaled(minimum)) {
        throw refusal(400, 'AMOUNT_MINIMAL_ERROR', `Crypto amount ${due} is less than minimal`);
      }
      const payment = payments.create({
        priceAmount,
        priceCurrency,
        payCurrency,
        payAmount,
        orderId: fields.get('order_id'),
        orderDescription: fields.get('order_description'),
        ipnCallbackUrl: fields.get('ipn_callback_url'),
      });
      return { status: 201, body: createdAnswer(payment, payCurrency.network, payCurrency.precision, ids()) };
    },

    'GET /payment/:id'({ path }) {
      const payment = payments.all.get(lastPart(path));
      if (!payment) throw refusal(404, 'PAYMENT_NOT_FOUND', 'Payment not found');
      payments.expireIfOverdue(payment);
      return { status: 200, body: statusAnswer(payment, ids()) };
    },

    'GET /payment/'(request) {
      assertToken(request);
      const { query } = request;
      const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
      const page = Number(query.get('page') ?? 0);
      const from = new Date(query.get('dateFrom') ?? 0);
      const found = [...payments.all.values()].filter(({ createdAt }) => createdAt >= from).reverse();
      const data = found.slice(page * limit, (page + 1) * limit);
      return {
        status: 200,
        body: {
          data: data.map((payment) => statusAnswer(payment, ids())),
          limit,
          page,
          pagesCount: Math.ceil(found.length / limit),
          total: found.length,
        },
      };
    },

    'POST /invoice'({ body }) {
      const fields = textFields(body);
      const invoice: Invoice = {
        id: payments.nextId(),
        priceAmount: amountOf(fields.get('price_amount'), 'price_amount'),
        priceCurrency: required(fields.get('price_currency'), 'price_currency'),
        orderId: fields.get('order_id'),
        orderDescription: fields.get('order_description'),
        ipnCallbackUrl: fields.get('ipn_callback_url'),
      };
      invoices.set(invoice.id, invoice);
      const at = now().toISOString();
      return {
        status: 200,
        body: {
          id: invoice.id,
          order_id: invoice.orderId ?? null,
          order_description: invoice.orderDescription ?? null,
          price_amount: invoice.priceAmount,
          price_currency: invoice.priceCurrency,
          pay_currency: null,
          ipn_callback_url: invoice.ipnCallbackUrl ?? null,
          invoice_url: `https://nowpayments.io/payment/?iid=${invoice.id}`,
          success_url: fields.get('success_url') ?? null,
          cancel_url: fields.get('cancel_url') ?? null,
          created_at: at,
          updated_at: at,
        },
      };
    },
  };
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function required(value: string | null | undefined, name: string): string {
  if (!value) throw wrongRequest(`${name} is required`);
  return value;
}

export function currency(code: string | undefined): SimulatedCurrency {
  const found = currencyOf(required(code, 'pay_currency'));
  if (!found) throw refusal(400, 'CURRENCY_UNAVAILABLE', `Currency ${code} was not found`);
  return found;
}

export function amountOf(value: string | null | undefined, name: string): string {
  const text = required(value, name);
  try {
    if (scaled(text) > 0n) return text;
  } catch {
    // Said below, like zero.
  }
  throw wrongRequest(`${name} must be a positive number`);
}

function known<T>(estimate: () => T): T {
  try {
    return estimate();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw refusal(400, 'CURRENCY_UNAVAILABLE', 'Currency was not found');
  }
}
