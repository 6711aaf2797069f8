/**
 * How many requests are under way. One that has waited for a second leaves the fast lane for the slow one, so
 * that endpoints which do not answer take no place from those which do.
 */
export interface Lanes {
  /** Whether another request may start. */
  readonly open: boolean;
  /** Takes a place; call what it returns when the request has ended. */
  enter(): { readonly isSlow: () => boolean; readonly leave: () => void };
}

export function createLanes({
  fast,
  total,
  slowAfterMs,
  onOpen,
}: {
  readonly fast: number;
  readonly total: number;
  readonly slowAfterMs: number;
  /** Told when a place in the fast lane became free by waiting. */
  readonly onOpen: () => void;
}): Lanes {
  let inFast = 0;
  let inAll = 0;
  return {
    get open() {
      return inFast < fast && inAll < total;
    },
    enter() {
      inFast++;
      inAll++;
      let slow = false;
      const timer = setTimeout(() => {
        slow = true;
        inFast--;
        onOpen();
      }, slowAfterMs);
      return {
        isSlow: () => slow,
        leave() {
          clearTimeout(timer);
          if (!slow) inFast--;
          inAll--;
        },
      };
    },
  };
}
