import { AppError } from '../../platform/errors/index.ts';

/** Target allocations have to make up the whole. */
export class AllocationsSumError extends AppError {
  readonly code = 'ALLOCATIONS_SUM';

  /** In hundredths of a percent. */
  constructor(readonly sumBps: number) {
    super({ sum: sumBps });
  }
}
