import { AppError } from '../../platform/errors/index.ts';

/** The offer is in a state in which this cannot be done. */
export class OfferStateError extends AppError {
  readonly code = 'OFFER_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** Nobody buys from themselves. */
export class OwnOfferError extends AppError {
  readonly code = 'OFFER_OWN';
}

/** A person has as many open offers as there may be. */
export class OfferLimitError extends AppError {
  readonly code = 'OFFER_LIMIT';

  constructor(readonly limit: number) {
    super({ limit });
  }
}

/** The offer takes other amounts, in the smallest unit of its currency. */
export class AmountOutOfBoundsError extends AppError {
  readonly code = 'OFFER_BOUNDS';

  constructor(currency: string, { min, max }: { readonly min: bigint; readonly max: bigint }) {
    super({ currency, min: min.toString(), max: max.toString() });
  }
}

/** The seller has not got that much, or may not sell that much today. Which of the two, and what they have, is theirs. */
export class SellerShortError extends AppError {
  readonly code = 'SELLER_SHORT';
}

/** The market has moved beyond what the buyer wanted to pay, in the smallest unit of the price's currency. */
export class PriceMovedError extends AppError {
  readonly code = 'PRICE_MOVED';

  constructor(currency: string, price: bigint) {
    super({ currency, price: price.toString() });
  }
}

/** A buyer has begun as many trades without paying as there may be. */
export class UnpaidTradesError extends AppError {
  readonly code = 'TRADES_UNPAID';

  constructor(readonly limit: number) {
    super({ limit });
  }
}

/** The trade is in a state in which this cannot be done. */
export class TradeStateError extends AppError {
  readonly code = 'TRADE_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** Paying was possible until then; whoever pays later asks the seller first. */
export class WindowOverError extends AppError {
  readonly code = 'TRADE_WINDOW_OVER';

  constructor(readonly payBy: Date) {
    super({ payBy: payBy.toISOString() });
  }
}

/** Until then the buyer may pay, and the seller waits. */
export class WindowOpenError extends AppError {
  readonly code = 'TRADE_WINDOW_OPEN';

  constructor(readonly payBy: Date) {
    super({ payBy: payBy.toISOString() });
  }
}

/** The two of a trade have said as much as there is room for. */
export class MessageLimitError extends AppError {
  readonly code = 'TRADE_MESSAGE_LIMIT';

  constructor(readonly limit: number) {
    super({ limit });
  }
}
