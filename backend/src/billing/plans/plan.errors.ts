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

/** The plan is in a state in which this cannot be done. */
export class PlanStateError extends AppError {
  readonly code = 'PLAN_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}
