import type { RateLimit } from './rate-limit-store.ts';

/** What a store grants of what was asked for. */
export interface Grant {
  readonly granted: number;
  /** Milliseconds until one more would be granted; 0 if anything was. */
  readonly waitMs: number;
}

/** Counts that several processes share. */
export interface SharedCounts {
  /** Takes up to `wanted` uses of `key` at once, as many as are within the limit. */
  take(key: string, limit: RateLimit, wanted: number, now: Date): Promise<Grant>;
  close(): Promise<void>;
}

/** Milliseconds for each use, evenly spread, and in the whole window. */
export function spacing({ max, windowSeconds }: RateLimit): { intervalMs: number; windowMs: number } {
  const windowMs = windowSeconds * 1_000;
  return { intervalMs: windowMs / max, windowMs };
}
