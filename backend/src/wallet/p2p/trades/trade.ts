import type { PersonScope } from '../../../identity/index.ts';

/** Trades whose money is held. */
export const OPEN_STATUSES = ['awaiting_payment', 'paid', 'disputed'] as const;
/** `released`: the buyer has the money. The others: the seller has it back. */
export const ENDED_STATUSES = ['released', 'canceled', 'expired', 'refunded'] as const;
export const TRADE_STATUSES = [...OPEN_STATUSES, ...ENDED_STATUSES] as const;
export type TradeStatus = (typeof TRADE_STATUSES)[number];

/**
 * What can happen to a trade.
 * - `pay`: the buyer says, within the payment window, that they have paid.
 * - `release`: the seller gives the money to the buyer; it is theirs to give at any time.
 * - `cancel`: the buyer wants it no more, at any time: they give up what only they can gain.
 * - `expire`: the window is over and nothing was marked paid; the clock or the seller says so.
 * - `dispute`: either of them calls an operator, once it is marked paid.
 * - `award`, `refund`: the operator gives the money to the buyer, or back to the seller.
 */
export type TradeInput = 'pay' | 'release' | 'cancel' | 'expire' | 'dispute' | 'award' | 'refund';

/** Every allowed transition; what is not here does not happen. The database holds a trade to them, too. */
const TRANSITIONS: Readonly<Record<TradeStatus, Readonly<Partial<Record<TradeInput, TradeStatus>>>>> = {
  awaiting_payment: { pay: 'paid', release: 'released', cancel: 'canceled', expire: 'expired' },
  paid: { release: 'released', cancel: 'canceled', dispute: 'disputed' },
  disputed: { release: 'released', cancel: 'canceled', award: 'released', refund: 'refunded' },
  released: {},
  canceled: {},
  expired: {},
  refunded: {},
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextTradeStatus(status: TradeStatus, input: TradeInput): TradeStatus | undefined {
  return TRANSITIONS[status][input];
}

export function isOpen(status: TradeStatus): boolean {
  return (OPEN_STATUSES as readonly TradeStatus[]).includes(status);
}

/** Amount and fee are in the smallest unit of the currency, the price in that of its own. */
export interface Trade {
  readonly id: string;
  readonly offerId: string;
  readonly sellerId: string;
  readonly buyerId: string;
  readonly currency: string;
  /** What the buyer gets. */
  readonly amount: bigint;
  /** What the seller pays the platform beside it. */
  readonly fee: bigint;
  readonly priceCurrency: string;
  readonly priceDecimals: number;
  /** Whole units of the price currency for a whole unit. */
  readonly unitPrice: string;
  /** What the buyer pays the seller, outside. */
  readonly priceAmount: bigint;
  readonly paymentMethod: string;
  readonly status: TradeStatus;
  /** The hold on the seller's wallet, of amount and fee. */
  readonly holdId: string;
  /** End of the payment window, exclusive. */
  readonly payBy: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly paidAt: Date | null;
  readonly paymentReference: string | null;
  readonly disputedAt: Date | null;
  readonly disputedBy: string | null;
  readonly disputeReason: string | null;
  readonly disputeEvidence: string | null;
  /** The operator who resolved the dispute, and why so. */
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
  readonly endedAt: Date | null;
}

export type TradeRole = 'buyer' | 'seller';

/** Which of the two of a trade a person is; undefined for anybody else. */
export function roleIn(
  { buyerId, sellerId }: Pick<Trade, 'buyerId' | 'sellerId'>,
  { personId }: Pick<PersonScope, 'personId'>,
): TradeRole | undefined {
  if (personId === buyerId) return 'buyer';
  return personId === sellerId ? 'seller' : undefined;
}

/** What of a trade counts towards the limits of its two. */
export function limitKeysOf({ id }: Pick<Trade, 'id'>): Readonly<Record<TradeRole, string>> {
  return { buyer: `${id}:buyer`, seller: `${id}:seller` };
}
