import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** How often it is tried in all. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled before each further one. */
  readonly baseDelayMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tries again, after a wait that doubles and is shortened at random by up to half, so that callers who failed
 * together do not come back together. Only for what may be done twice.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  isWorthRetrying: (error: unknown) => boolean,
  { attempts, baseDelayMs, signal }: RetryOptions,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= attempts || !isWorthRetrying(error)) throw error;
      const ceilingMs = baseDelayMs * 2 ** (tried - 1);
      await sleep(ceilingMs * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
