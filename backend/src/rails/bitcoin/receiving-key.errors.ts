import { AppError } from '../../platform/errors/index.ts';

/** Less than a rail can carry. */
export class AmountTooSmallError extends AppError {
  readonly code = 'AMOUNT_TOO_SMALL';

  /** @param minimum in the currency's smallest unit */
  constructor(
    readonly minimum: bigint,
    readonly currency: string,
  ) {
    super({ minimum: minimum.toString(), currency });
  }
}
