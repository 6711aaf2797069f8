import { AppError } from '../../platform/errors/index.ts';

/** No payment provider is set up here. */
export class DepositsUnavailableError extends AppError {
  readonly code = 'DEPOSITS_UNAVAILABLE';
}

export class DepositTooSmallError extends AppError {
  readonly code = 'DEPOSIT_TOO_SMALL';

  constructor(
    readonly currency: string,
    /** In the currency's smallest unit. */
    readonly minimum: bigint,
  ) {
    super({ currency, minimum: minimum.toString() });
  }
}

/** It has been decided already, or cannot be decided in this way. */
export class DepositReviewStateError extends AppError {
  readonly code = 'DEPOSIT_REVIEW_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}
