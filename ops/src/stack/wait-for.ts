import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** How long to keep trying, in milliseconds. */
  readonly timeoutMs: number;
  /** Pause between two attempts, in milliseconds (default 50). */
  readonly intervalMs?: number;
  /** What is awaited, for the message when it does not come. */
  readonly what: string;
  readonly signal?: AbortSignal;
}

/**
 * Polls `attempt` until it returns something other than `undefined` or `false`, and returns that.
 * An attempt that throws counts as "not yet"; its message is part of the error at the end.
 */
export async function waitFor<T>(
  attempt: () => Promise<T | undefined | false> | T | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  let last: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const value = await attempt();
      if (value !== undefined && value !== false) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      const detail = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`${options.what} did not happen within ${options.timeoutMs} ms${detail}`, {
        cause: last,
      });
    }
    await delay(options.intervalMs ?? 50);
  }
}
