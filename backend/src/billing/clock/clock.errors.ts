import { AppError } from '../../platform/errors/index.ts';

/** Clocks of their own are for merchants in test mode, and are begun once. */
export class TestClockUnavailableError extends AppError {
  readonly code = 'TEST_CLOCK_UNAVAILABLE';

  constructor(readonly reason: 'live' | 'running' | 'none') {
    super({ reason });
  }
}
