import { AppError } from '../../platform/errors/index.ts';

/** Less than an output can carry. */
export class PaymentTooSmallError extends AppError {
  readonly code = 'PAYMENT_TOO_SMALL';

  /** @param minimum in the currency's smallest unit */
  constructor(
    readonly minimum: bigint,
    readonly currency: string,
  ) {
    super({ minimum: minimum.toString(), currency });
  }
}
