import { AppError } from '../../platform/errors/index.ts';

/** A person has one living subscription to a plan: renew it instead. */
export class SubscriptionExistsError extends AppError {
  readonly code = 'SUBSCRIPTION_EXISTS';

  constructor(readonly id: string) {
    super({ id });
  }
}

/** The subscription is in a state in which this cannot be done. */
export class SubscriptionStateError extends AppError {
  readonly code = 'SUBSCRIPTION_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** A purchase of something else for the same subscription waits for its signature. */
export class PurchaseOpenError extends AppError {
  readonly code = 'PURCHASE_OPEN';

  constructor(readonly transactionId: string) {
    super({ transactionId });
  }
}
