import { AppError } from '../../platform/errors/index.ts';

/** No payout provider is set up here. */
export class WithdrawalsUnavailableError extends AppError {
  readonly code = 'WITHDRAWALS_UNAVAILABLE';
}

/** The withdrawal is in a state in which this cannot be done. */
export class WithdrawalStateError extends AppError {
  readonly code = 'WITHDRAWAL_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** Whoever asks for money does not decide whether they get it. */
export class WithdrawalOwnError extends AppError {
  readonly code = 'WITHDRAWAL_OWN';
}
