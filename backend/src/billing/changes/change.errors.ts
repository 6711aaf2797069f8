import { AppError } from '../../platform/errors/index.ts';

/** A subscription cannot be changed to this price. */
export class ChangeUnsupportedError extends AppError {
  readonly code = 'CHANGE_UNSUPPORTED';

  constructor(readonly reason: 'currency' | 'on_chain' | 'same') {
    super({ reason });
  }
}

/** Money for an earlier change is on its way or has arrived in part. */
export class ChangePendingError extends AppError {
  readonly code = 'CHANGE_PENDING';

  constructor(readonly invoiceId: string) {
    super({ invoiceId });
  }
}
