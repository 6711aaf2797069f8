import { AppError, UntoldReasonError } from '../../platform/errors/index.ts';

/** The provider cannot be asked now, and nothing has been done: it may be asked again. */
export class NowPaymentsUnavailableError extends UntoldReasonError {
  readonly code = 'NOWPAYMENTS_UNAVAILABLE';
}

/** The provider understood and will not do it; nothing has been done. */
export class NowPaymentsRefusedError extends AppError {
  readonly code = 'NOWPAYMENTS_REFUSED';

  constructor(
    readonly status: number,
    /** The provider's own code, such as `AMOUNT_MINIMAL_ERROR`; empty when it gave none. */
    readonly providerCode: string,
    /** The provider's words. */
    readonly reason: string,
  ) {
    super({ status, providerCode, reason });
  }
}

/** Keys and passwords that are wrong are ours to set right: what was asked for was not looked at. */
const NOT_ABOUT_THE_REQUEST = [0, 401, 403];

/** Whether it is the request itself that the provider will not do. */
export function isAboutTheRequest({ status }: NowPaymentsRefusedError): boolean {
  return !NOT_ABOUT_THE_REQUEST.includes(status);
}

/** The answer to a question makes no sense; asking changed nothing. */
export class NowPaymentsAnswerWrongError extends UntoldReasonError {
  readonly code = 'NOWPAYMENTS_ANSWER_WRONG';
}

/**
 * Something was asked for that must not be done twice, and no answer says whether it was done. It is looked up
 * (a payout by its external id) before it is asked for again.
 */
export class NowPaymentsOutcomeUnknownError extends UntoldReasonError {
  readonly code = 'NOWPAYMENTS_OUTCOME_UNKNOWN';

  constructor(
    readonly operation: string,
    reason: string,
    options?: { cause?: unknown },
  ) {
    super(reason, options, { operation });
  }
}
