/** Waits that can all be ended early. */
export interface Waits {
  /** Ends after this long, or when released; `Infinity` waits for the release alone. */
  wait(ms: number): Promise<void>;
  /** Ends every wait that is under way. */
  release(): void;
}

/** The longest delay a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createWaits(): Waits {
  const underWay = new Set<() => void>();
  return {
    async wait(ms) {
      if (ms <= 0) return;
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          underWay.delete(end);
          resolve();
        };
        const timer = ms > MAX_TIMER_MS ? undefined : setTimeout(end, ms);
        underWay.add(end);
      });
    },
    release() {
      for (const end of [...underWay]) end();
    },
  };
}
