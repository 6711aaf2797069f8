import { AppError } from '../../platform/errors/index.ts';

/** Only a plan that is on sale can be bought. */
export class PlanNotBuyableError extends AppError {
  readonly code = 'PLAN_NOT_BUYABLE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** A plan with a limit has fewer periods left than are wanted. */
export class PlanLimitedError extends AppError {
  readonly code = 'PLAN_LIMITED';

  constructor(readonly left: bigint) {
    super({ left: left.toString() });
  }
}

/** @throws PlanLimitedError when so many periods are more than are left */
export function assertLeft({ supplyLimit }: { readonly supplyLimit: bigint | null }, periods: number): void {
  if (supplyLimit !== null && supplyLimit < BigInt(periods)) throw new PlanLimitedError(supplyLimit);
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
