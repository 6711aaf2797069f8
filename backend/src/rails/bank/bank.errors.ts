import { AppError, UntoldReasonError } from '../../platform/errors/index.ts';

/** The bank gave no answer. What was asked may have been done, and may be asked again under the same key. */
export class BankUnavailableError extends UntoldReasonError {
  readonly code = 'BANK_UNAVAILABLE';
}

/** The bank understood and will not do it; nothing has been done. */
export class BankRefusedError extends AppError {
  readonly code = 'BANK_REFUSED';

  constructor(
    readonly status: number,
    readonly reason: string,
  ) {
    super({ status, reason });
  }
}

/** The bank answered something other than what was asked. */
export class BankAnswerWrongError extends UntoldReasonError {
  readonly code = 'BANK_ANSWER_WRONG';
}
