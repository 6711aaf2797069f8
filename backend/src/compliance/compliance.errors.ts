import { AppError } from '../platform/errors/index.ts';
import type { LimitUse } from './limits/limits.ts';

/** More than one person may move at once or in 24 hours. Amounts are in the currency's smallest unit. */
export class LimitExceededError extends AppError {
  readonly code = 'LIMIT_EXCEEDED';

  constructor(
    { operation, currency }: Pick<LimitUse, 'operation' | 'currency'>,
    { period, limit, left }: { period: 'once' | 'day'; limit: bigint; left: bigint },
  ) {
    super({ operation, currency, period, limit: limit.toString(), left: left.toString() });
  }
}
