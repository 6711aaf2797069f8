/**
 * Runs of `work` that never overlap. Whoever asks while one is under way shares the one after it, however many
 * ask.
 */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined;
  let next: Promise<T> | undefined;

  function start(): Promise<T> {
    current = work().finally(() => {
      current = undefined;
    });
    return current;
  }

  async function startAfter(previous: Promise<T>): Promise<T> {
    await Promise.allSettled([previous]);
    next = undefined;
    return start();
  }

  return () => {
    if (next) return next;
    if (!current) return start();
    next = startAfter(current);
    return next;
  };
}
