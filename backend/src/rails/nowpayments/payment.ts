import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { ProviderAmount } from './provider-amount.ts';

const STATUSES = [
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

/** `unknown` is a status that the provider has added since: nothing is concluded from it. */
export type NowPaymentStatus = (typeof STATUSES)[number] | 'unknown';

/** A payment as the provider has it, in an answer or a notification. */
export interface NowPayment {
  readonly id: string;
  /** The payment whose address this money came to, when it is not the first to come there. */
  readonly parentId: string | null;
  readonly invoiceId: string | null;
  readonly orderId: string | null;
  readonly status: NowPaymentStatus;
  readonly payAddress: string;
  /** Memo or tag without which the network loses the payment. */
  readonly payExtraId: string | null;
  readonly price: ProviderAmount;
  /** What is to be paid. */
  readonly pay: ProviderAmount;
  /** What has been, in the currency of `pay`. */
  readonly paid: ProviderAmount;
  /** What arrives after conversion and fees, as far as the provider says. */
  readonly outcome: ProviderAmount | null;
}

/** Ids come as text or number; numbers have been made text before. */
export const Id = z.string().regex(/^\d{1,30}$/);
export const DecimalText = z.string().regex(/^\d{1,40}(?:\.\d{1,60})?(?:[eE][+-]?\d{1,3})?$/);
export const TickerCode = z
  .string()
  .regex(/^[A-Za-z0-9]{1,20}$/)
  .transform((code) => code.toLowerCase());
const Text = z.string().max(1_000);
/** Empty ids and zeros stand for none in some answers. */
const OptionalId = z
  .string()
  .nullish()
  .transform((id) => (id && id !== '0' ? id : null))
  .pipe(Id.nullable());

/** A payment in JSON with numbers as text. */
export const Payment = z
  .object({
    payment_id: Id,
    parent_payment_id: OptionalId,
    invoice_id: OptionalId,
    order_id: Text.nullish(),
    payment_status: z.string(),
    pay_address: z.string().min(1).max(200),
    payin_extra_id: Text.nullish(),
    price_amount: DecimalText,
    price_currency: TickerCode,
    pay_amount: DecimalText,
    pay_currency: TickerCode,
    actually_paid: DecimalText.nullish(),
    outcome_amount: DecimalText.nullish(),
    outcome_currency: TickerCode.nullish(),
  })
  .transform((answer): NowPayment => {
    const amount = (currency: string, decimal: string): ProviderAmount => ({ currency, decimal });
    const { outcome_amount: outcomeAmount, outcome_currency: outcomeCurrency } = answer;
    return {
      id: answer.payment_id,
      parentId: answer.parent_payment_id,
      invoiceId: answer.invoice_id,
      orderId: answer.order_id ?? null,
      status: STATUSES.find((status) => status === answer.payment_status.toLowerCase()) ?? 'unknown',
      payAddress: answer.pay_address,
      payExtraId: answer.payin_extra_id ?? null,
      price: amount(answer.price_currency, answer.price_amount),
      pay: amount(answer.pay_currency, answer.pay_amount),
      paid: amount(answer.pay_currency, answer.actually_paid ?? '0'),
      outcome: outcomeAmount && outcomeCurrency ? amount(outcomeCurrency, outcomeAmount) : null,
    };
  });

/** An id of the provider as a part of a path. @throws InvalidInputError for anything else */
export function idSegment(id: string): string {
  if (!Id.safeParse(id).success) throw new InvalidInputError('id', 'an id of the payment provider');
  return id;
}
