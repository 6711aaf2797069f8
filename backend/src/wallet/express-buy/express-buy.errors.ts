import { AppError } from '../../platform/errors/index.ts';

/** No rail takes money in this currency. */
export class ExpressBuyUnavailableError extends AppError {
  readonly code = 'EXPRESS_BUY_UNAVAILABLE';

  constructor(currency: string) {
    super({ currency });
  }
}

/** The purchase is in a state in which this cannot be done. */
export class ExpressBuyStateError extends AppError {
  readonly code = 'EXPRESS_BUY_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** The line of the statement is in a state in which this cannot be done. */
export class FiatEntryStateError extends AppError {
  readonly code = 'FIAT_ENTRY_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}
