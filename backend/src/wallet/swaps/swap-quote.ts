import type { ExchangeTerms } from '../pricing/exchange-terms.ts';

/** `expired` is not stored: it is what an open quote is after its time. */
export const SWAP_QUOTE_STATUSES = ['open', 'used', 'expired'] as const;
export type SwapQuoteStatus = (typeof SWAP_QUOTE_STATUSES)[number];
export type SwapQuoteInput = 'accept' | 'run_out';

/** Every allowed transition. */
const TRANSITIONS: Readonly<
  Record<SwapQuoteStatus, Readonly<Partial<Record<SwapQuoteInput, SwapQuoteStatus>>>>
> = {
  open: { accept: 'used', run_out: 'expired' },
  used: { run_out: 'used' },
  expired: { run_out: 'expired' },
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextQuoteStatus(status: SwapQuoteStatus, input: SwapQuoteInput): SwapQuoteStatus | undefined {
  return TRANSITIONS[status][input];
}

export interface SwapQuote {
  readonly id: string;
  readonly personId: string;
  readonly terms: ExchangeTerms;
  readonly status: SwapQuoteStatus;
  readonly createdAt: Date;
  /** From then on it cannot be accepted. */
  readonly expiresAt: Date;
}

/** A quote that was accepted. */
export interface Swap {
  readonly id: string;
  readonly quoteId: string;
  readonly personId: string;
  readonly terms: ExchangeTerms;
  readonly createdAt: Date;
}

/** What a stored status is at this instant. */
export function statusAt(
  stored: SwapQuoteStatus,
  { expiresAt }: Pick<SwapQuote, 'expiresAt'>,
  now: Date,
): SwapQuoteStatus {
  return now < expiresAt ? stored : (nextQuoteStatus(stored, 'run_out') ?? stored);
}
