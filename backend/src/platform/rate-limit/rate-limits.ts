import type { Clock } from '../clock.ts';
import type { Config } from '../config/index.ts';
import { RateLimitedError } from '../errors/index.ts';
import type { RateLimit, RateLimitStore } from './rate-limit-store.ts';

/** What is limited apart from each other: every request, and attempts to sign in. */
export type LimitName = 'request' | 'sign_in';

export interface RateLimits {
  /**
   * Counts one use by `who` (see `addressKey`, `personKey`).
   * @throws RateLimitedError with the seconds to wait.
   */
  spend(name: LimitName, who: string): Promise<void>;
}

const MINUTE = 60;

export function createRateLimits(
  config: Pick<Config, 'RATE_LIMIT_PER_MINUTE' | 'SIGN_IN_LIMIT_PER_MINUTE'>,
  clock: Clock,
  store: RateLimitStore,
): RateLimits {
  const limits: Readonly<Record<LimitName, RateLimit>> = {
    request: { max: config.RATE_LIMIT_PER_MINUTE, windowSeconds: MINUTE },
    sign_in: { max: config.SIGN_IN_LIMIT_PER_MINUTE, windowSeconds: MINUTE },
  };
  return {
    async spend(name, who) {
      const waitMs = await store.take(`${name} ${who}`, limits[name], clock.now());
      if (waitMs > 0) throw new RateLimitedError(Math.ceil(waitMs / 1_000));
    },
  };
}

export function personKey(personId: string): string {
  return `person ${personId}`;
}

/** The key of an internet address. One household or server usually has a whole IPv6 /64 to itself. */
export function addressKey(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return `ip ${ip.replace(/^::ffff:/i, '')}`;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  return `ip ${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
