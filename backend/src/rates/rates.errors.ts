import { AppError } from '../platform/errors/index.ts';
import type { RatePair } from './rate.ts';

/** No rate is recent enough and agreed on by enough sources: nothing can be priced until there is one. */
export class RateUnavailableError extends AppError {
  readonly code = 'RATE_UNAVAILABLE';

  constructor(readonly pair: RatePair) {
    super({ base: pair.base, quote: pair.quote });
  }
}

/** One source cannot be used now. Not for the public: the others may do. */
export class RateSourceError extends Error {
  override readonly name = 'RateSourceError';

  constructor(
    readonly source: string,
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(`${source}: ${reason}`, options);
  }
}
