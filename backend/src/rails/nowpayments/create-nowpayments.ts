import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { rawNumber } from '../../platform/json/index.ts';
import { decimalFromUnits } from '../../platform/money/index.ts';
import { createAuthorized, type PayoutAccount } from './authorized.ts';
import { createPayouts } from './create-payouts.ts';
import { createExchange, type ExchangeOptions } from './exchange.ts';
import { findPayment } from './find-payment.ts';
import { NowPaymentsAnswerWrongError, NowPaymentsRefusedError } from './nowpayments.errors.ts';
import type { NowPayments } from './nowpayments.ts';
import { DecimalText, Id, idSegment, Payment } from './payment.ts';
import { roundedUnitsOf, tickerOf } from './provider-amount.ts';

export interface NowPaymentsOptions extends Omit<ExchangeOptions, 'retry'> {
  readonly clock: Clock;
  /** The account that pays out; without it payouts are refused. */
  readonly account?: PayoutAccount | undefined;
  readonly retry?: ExchangeOptions['retry'];
}

const DEFAULT_RETRY = { attempts: 3, baseDelayMs: 300 };
const HTTP_BAD_REQUEST = 400;

/** A client for one account at NOWPayments. Opens nothing by itself. */
export function createNowPayments(options: NowPaymentsOptions): NowPayments {
  const { clock, account, retry = DEFAULT_RETRY, ...connection } = options;
  const exchange = createExchange({ ...connection, retry });
  const authorized = createAuthorized(exchange, clock, account);
  return {
    ...createPayouts(authorized, clock, account),

    async ready() {
      const answer = z.object({ message: z.string() });
      const call = { repetition: 'harmless', method: 'GET', path: 'status', answer } as const;
      return exchange(call).then(
        ({ message }) => message === 'OK',
        () => false,
      );
    },

    async currencies() {
      const answer = z.object({ currencies: z.array(z.string()) });
      const { currencies } = await exchange({
        repetition: 'read',
        method: 'GET',
        path: 'currencies',
        answer,
      });
      return currencies.map((code) => code.toLowerCase());
    },

    async minAmountUnits(from, to) {
      const { min_amount: decimal } = await exchange({
        repetition: 'read',
        method: 'GET',
        path: 'min-amount',
        query: { currency_from: from, ...(to !== undefined && { currency_to: to }) },
        answer: z.object({ min_amount: DecimalText }),
      });
      return roundedUnitsOf({ currency: from, decimal }, 'up');
    },

    async estimateUnits({ from, units, to }) {
      const { estimated_amount: decimal } = await exchange({
        repetition: 'read',
        method: 'GET',
        path: 'estimate',
        query: { amount: amountText(from, units), currency_from: from, currency_to: to },
        answer: z.object({ estimated_amount: DecimalText }),
      });
      return roundedUnitsOf({ currency: to, decimal }, 'half-even');
    },

    async createPayment(input) {
      const { priceCurrency, priceUnits, payCurrency, payUnits, orderId, description, ipnCallbackUrl } =
        input;
      const payment = await exchange({
        repetition: 'harmless',
        method: 'POST',
        path: 'payment',
        body: {
          price_amount: rawNumber(amountText(priceCurrency, priceUnits)),
          price_currency: priceCurrency,
          pay_currency: payCurrency,
          ...(payUnits !== undefined && { pay_amount: rawNumber(amountText(payCurrency, payUnits)) }),
          order_id: orderId,
          ...(description !== undefined && { order_description: description }),
          ipn_callback_url: ipnCallbackUrl,
        },
        answer: Payment,
      });
      if (payment.orderId !== orderId || payment.pay.currency !== payCurrency.toLowerCase()) {
        throw new NowPaymentsAnswerWrongError('the payment is not the one that was asked for');
      }
      return payment;
    },

    async payment(id) {
      const payment = await exchange({
        repetition: 'read',
        method: 'GET',
        path: `payment/${idSegment(id)}`,
        answer: Payment,
      });
      if (payment.id !== id) throw new NowPaymentsAnswerWrongError('the payment is another one');
      return payment;
    },

    async findPayment(order) {
      return account === undefined ? undefined : findPayment(authorized, order);
    },

    async createInvoice(input) {
      const { priceCurrency, priceUnits, orderId, description, ipnCallbackUrl, successUrl, cancelUrl } =
        input;
      const invoice = await exchange({
        repetition: 'harmless',
        method: 'POST',
        path: 'invoice',
        body: {
          price_amount: rawNumber(amountText(priceCurrency, priceUnits)),
          price_currency: priceCurrency,
          order_id: orderId,
          ipn_callback_url: ipnCallbackUrl,
          ...(description !== undefined && { order_description: description }),
          ...(successUrl !== undefined && { success_url: successUrl }),
          ...(cancelUrl !== undefined && { cancel_url: cancelUrl }),
        },
        answer: z.object({ id: Id, invoice_url: z.url({ protocol: /^https?$/ }) }),
      });
      return { id: invoice.id, url: invoice.invoice_url };
    },

    async isValidAddress({ address, currency, extraId }) {
      try {
        await exchange({
          repetition: 'read',
          method: 'POST',
          path: 'payout/validate-address',
          body: { address, currency, extra_id: extraId ?? null },
          answer: z.unknown(),
        });
        return true;
      } catch (error) {
        if (error instanceof NowPaymentsRefusedError && error.status === HTTP_BAD_REQUEST) return false;
        throw error;
      }
    },
  };
}

/** Smallest units as the decimal that the provider reads. */
function amountText(currency: string, units: bigint): string {
  const ticker = tickerOf(currency);
  if (!ticker)
    throw new InvalidInputError('currency', 'a currency that the payment provider and we both have');
  if (units <= 0n) throw new InvalidInputError('amount', 'more than zero');
  return decimalFromUnits(units, ticker.decimals);
}
