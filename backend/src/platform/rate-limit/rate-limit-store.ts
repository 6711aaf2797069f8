/** At most `max` in a burst, and `max` per `windowSeconds` on average. */
export interface RateLimit {
  readonly max: number;
  readonly windowSeconds: number;
}

/** Where it is remembered who has asked how often: of one process here, shared where replicas must agree. */
export interface RateLimitStore {
  /** Counts one request of `key`. Returns 0 if it is within the limit, otherwise the milliseconds to wait. */
  take(key: string, limit: RateLimit, now: Date): Promise<number>;
}

/** Keys remembered at once; beyond it the oldest are forgotten, so a flood of keys cannot take all memory. */
const KEYS_LIMIT = 100_000;

/**
 * Counts in this process alone, by the generic cell rate algorithm (ITU-T I.371): all that is kept of a
 * key is the instant by which its requests, evenly spaced, would be through.
 */
export function createMemoryStore(keysLimit = KEYS_LIMIT): RateLimitStore {
  const through = new Map<string, number>();

  function forgetIdle(now: number): void {
    for (const [key, instant] of through) if (instant <= now) through.delete(key);
    // A map iterates in order of insertion: the first are the least recently seen.
    for (const key of through.keys()) {
      if (through.size <= keysLimit / 2) break;
      through.delete(key);
    }
  }

  return {
    async take(key, { max, windowSeconds }, at) {
      const now = at.getTime();
      const window = windowSeconds * 1_000;
      const next = Math.max(through.get(key) ?? 0, now) + window / max;
      const excess = next - now - window;
      if (excess > 0) return Math.ceil(excess);
      if (through.size >= keysLimit) forgetIdle(now);
      through.delete(key);
      through.set(key, next);
      return 0;
    },
  };
}
