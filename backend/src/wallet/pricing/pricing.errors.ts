import { AppError } from '../../platform/errors/index.ts';

/** After the fee there is nothing left to pay out, not even the smallest unit. */
export class AmountTooSmallError extends AppError {
  readonly code = 'AMOUNT_TOO_SMALL';

  constructor(from: string, to: string) {
    super({ from, to });
  }
}

/** A currency is not exchanged for itself. */
export class SameCurrencyError extends AppError {
  readonly code = 'SAME_CURRENCY';

  constructor(currency: string) {
    super({ currency });
  }
}

/** The platform has not got enough of a currency to pay this out. How much it has is its own affair. */
export class LiquidityShortError extends AppError {
  readonly code = 'LIQUIDITY_SHORT';

  constructor(readonly currency: string) {
    super({ currency });
  }
}

/** The rate was promised for a time that is over: ask for a new quote. */
export class QuoteExpiredError extends AppError {
  readonly code = 'QUOTE_EXPIRED';

  constructor(readonly quoteId: string) {
    super({ id: quoteId });
  }
}

/** A quote is good for one exchange. */
export class QuoteUsedError extends AppError {
  readonly code = 'QUOTE_USED';

  constructor(readonly quoteId: string) {
    super({ id: quoteId });
  }
}
