/** Tells a person how far the start has come, line by line. */
export interface Progress {
  /** Runs one step, unless the start was given up, and reports it: what it started to do, what it noted, where its result is and how long it took. */
  readonly step: <T>(
    name: string,
    work: (note: (text: string) => void) => Promise<T>,
    where: (result: T) => string,
  ) => Promise<T>;
  readonly note: (name: string, text: string) => void;
}

const NAME_WIDTH = 12;
const STATE_WIDTH = 9;

/** @param signal aborted when the start is given up: the step under way ends, and no further one begins. */
export function createProgress(
  log: (line: string) => void,
  signal?: AbortSignal,
  now: () => number = () => performance.now(),
): Progress {
  const line = (name: string, state: string, text: string) =>
    log(`${name.padEnd(NAME_WIDTH)} ${state.padEnd(STATE_WIDTH)} ${text}`.trimEnd());
  return {
    step: async (name, work, where) => {
      signal?.throwIfAborted();
      const start = now();
      line(name, 'starting', '');
      try {
        const result = await work((text) => line(name, '', text));
        line(name, 'ready', `${where(result)} (${((now() - start) / 1000).toFixed(1)} s)`);
        return result;
      } catch (error) {
        line(name, 'failed', `(${((now() - start) / 1000).toFixed(1)} s)`);
        throw error;
      }
    },
    note: (name, text) => line(name, '', text),
  };
}
