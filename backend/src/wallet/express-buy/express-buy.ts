import type { ExchangeTerms } from '../pricing/exchange-terms.ts';
import type { PayTo } from './ports.ts';

/**
 * - `quoted`: offered; nobody has ordered.
 * - `opening`: ordered; the rail has not said yet how to pay.
 * - `awaiting_payment`: whoever ordered knows how to pay.
 * - `refused`: the rail will not take the money.
 * - `expired`: not paid in time.
 * - `completed`: paid exactly and in time, and exchanged as quoted.
 * - `credited`: money came otherwise, and is in the person's wallet as it came.
 * - `returned`: the payer's bank called the money back, and it was given back.
 * - `return_due`: it called the money back, but the person had used it: an operator decides.
 */
export const EXPRESS_BUY_STATUSES = [
  'quoted',
  'opening',
  'awaiting_payment',
  'refused',
  'expired',
  'completed',
  'credited',
  'returned',
  'return_due',
] as const;
export type ExpressBuyStatus = (typeof EXPRESS_BUY_STATUSES)[number];

export const EXPRESS_BUY_INPUTS = [
  'order',
  'opened',
  'refuse',
  'expire',
  'complete',
  'credit',
  'return',
  'return_short',
] as const;
export type ExpressBuyInput = (typeof EXPRESS_BUY_INPUTS)[number];

const AFTER_MONEY = { return: 'returned', return_short: 'return_due' } as const;

/** Every allowed transition; what is not here does not happen. Money may come more than once, and late. */
const TRANSITIONS: Readonly<
  Record<ExpressBuyStatus, Readonly<Partial<Record<ExpressBuyInput, ExpressBuyStatus>>>>
> = {
  quoted: { order: 'opening', expire: 'expired' },
  opening: { opened: 'awaiting_payment', refuse: 'refused', expire: 'expired' },
  awaiting_payment: { complete: 'completed', credit: 'credited', expire: 'expired' },
  refused: {},
  expired: { credit: 'credited' },
  completed: { credit: 'completed', ...AFTER_MONEY },
  credited: { credit: 'credited', ...AFTER_MONEY },
  returned: { credit: 'credited', ...AFTER_MONEY },
  return_due: { credit: 'return_due', ...AFTER_MONEY },
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextBuyStatus(
  status: ExpressBuyStatus,
  input: ExpressBuyInput,
): ExpressBuyStatus | undefined {
  return TRANSITIONS[status][input];
}

/** Why money was credited as it came. `again`: something had come for the same purchase before. */
export const CREDIT_REASONS = [
  'late',
  'short',
  'over',
  'other_currency',
  'liquidity_short',
  'again',
] as const;
export type CreditReason = (typeof CREDIT_REASONS)[number];

export interface ExpressBuy {
  readonly id: string;
  readonly personId: string;
  readonly rail: string;
  readonly terms: ExchangeTerms;
  readonly status: ExpressBuyStatus;
  readonly creditReason: CreditReason | null;
  readonly collectionId: string | null;
  readonly reference: string | null;
  readonly payTo: PayTo | null;
  readonly createdAt: Date;
  /** Until then the money has to be booked at the bank for the rate to hold. */
  readonly expiresAt: Date;
  readonly updatedAt: Date;
}

/** A quote that nobody ordered expires by itself. */
export function statusAt(
  { status, expiresAt }: Pick<ExpressBuy, 'status' | 'expiresAt'>,
  now: Date,
): ExpressBuyStatus {
  return status === 'quoted' && now >= expiresAt ? 'expired' : status;
}

/** How long after the rate ran out we may hear of money that was booked in time and still exchange it. */
export const NOTICE_MS = 10 * 60 * 1_000;

/** What arrived. */
export interface Arrival {
  readonly currency: string;
  readonly amount: bigint;
  readonly bookedAt: Date;
}

/** Why an arrival cannot be exchanged as quoted; undefined when it can. */
export function creditReason(
  { status, terms, expiresAt }: Pick<ExpressBuy, 'status' | 'terms' | 'expiresAt'>,
  { currency, amount, bookedAt }: Arrival,
  now: Date,
): CreditReason | undefined {
  if (status !== 'awaiting_payment' && status !== 'expired') return 'again';
  if (currency !== terms.fromCurrency) return 'other_currency';
  const isLate = bookedAt >= expiresAt || now.getTime() >= expiresAt.getTime() + NOTICE_MS;
  if (isLate || status === 'expired') return 'late';
  if (amount < terms.payAmount) return 'short';
  return amount > terms.payAmount ? 'over' : undefined;
}
