import { RateLimitedError } from '../errors/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { RateLimits } from './rate-limits.ts';

/** The same limits, with what they refuse counted. */
export function countRefusals(limits: RateLimits, { rateLimited }: Pick<Metrics, 'rateLimited'>): RateLimits {
  return {
    async spend(name, who) {
      try {
        await limits.spend(name, who);
      } catch (error) {
        if (error instanceof RateLimitedError) rateLimited.inc({ limit: name });
        throw error;
      }
    },
  };
}
