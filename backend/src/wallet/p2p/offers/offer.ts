export const OFFER_STATUSES = ['active', 'paused', 'closed'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/** What its seller can do to an offer. */
export type OfferInput = 'pause' | 'resume' | 'close';

/** Every allowed transition: a closed offer stays closed, and asking for what is so already changes nothing. */
const TRANSITIONS: Readonly<Record<OfferStatus, Readonly<Partial<Record<OfferInput, OfferStatus>>>>> = {
  active: { pause: 'paused', resume: 'active', close: 'closed' },
  paused: { pause: 'paused', resume: 'active', close: 'closed' },
  closed: { close: 'closed' },
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextOfferStatus(status: OfferStatus, input: OfferInput): OfferStatus | undefined {
  return TRANSITIONS[status][input];
}

/** How an offer is priced: whole units of its price currency for a whole unit, or so far above the market's rate. */
export type OfferPrice =
  | { readonly kind: 'fixed'; readonly unitPrice: string }
  | { readonly kind: 'market'; readonly marginBps: number };

/** Amounts are in the smallest unit of the currency. What an offer says never changes, except what is left of it. */
export interface Offer {
  readonly id: string;
  readonly sellerId: string;
  readonly currency: string;
  readonly amount: bigint;
  /** What no trade has taken; a trade that comes to nothing brings its amount back. */
  readonly remaining: bigint;
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
  readonly priceCurrency: string;
  readonly priceDecimals: number;
  readonly price: OfferPrice;
  readonly paymentMethods: readonly string[];
  readonly terms: string;
  readonly windowSeconds: number;
  readonly status: OfferStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The amounts that a trade on it may have now; `max` is below `min` when it is sold out. */
export function tradeBounds({ minAmount, maxAmount, remaining }: Offer): {
  readonly min: bigint;
  readonly max: bigint;
} {
  return { min: minAmount, max: remaining < maxAmount ? remaining : maxAmount };
}
