import { AppError } from '../../platform/errors/index.ts';

/** No more can go back than came and was not sent back yet, in the invoice's currency. */
export class RefundTooLargeError extends AppError {
  readonly code = 'REFUND_TOO_LARGE';

  constructor(readonly left: bigint) {
    super({ left: left.toString() });
  }
}

/** The payment has not arrived, or the refund is done with. */
export class RefundStateError extends AppError {
  readonly code = 'REFUND_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}
