import { AppError } from '../../platform/errors/index.ts';

/** The move is done or rejected already. */
export class TreasuryMoveStateError extends AppError {
  readonly code = 'TREASURY_MOVE_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** Nobody takes money out alone. */
export class SecondOperatorNeededError extends AppError {
  readonly code = 'TREASURY_SECOND_OPERATOR';
}
