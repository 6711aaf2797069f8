import { AppError } from '../../platform/errors/index.ts';

/** Only a plan that is on sale can be bought. */
export class PlanNotBuyableError extends AppError {
  readonly code = 'PLAN_NOT_BUYABLE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** A plan with a supply limit needs the merchant's signature on every purchase. */
export class PlanLimitedError extends AppError {
  readonly code = 'PLAN_LIMITED';
}

/** What a payer would pay goes to the payer: the contract counts no such payment. */
export class PlanOwnError extends AppError {
  readonly code = 'PLAN_OWN';
}

/** The plan is in a state in which this cannot be done. */
export class PlanStateError extends AppError {
  readonly code = 'PLAN_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}
