import { setTimeout as sleep } from 'node:timers/promises';

/** How long a read waits at most for the one before it: a statement that hangs holds nobody else up. */
const LONGEST_WAIT_MS = 5;

/**
 * Reads that many requests make at the same time, as one statement: keys asked for in one turn of the event loop, or while
 * the read before is under way, are read together, each once. Every answer is read after its caller asked, so nothing is
 * older than with a statement of its own.
 */
export function batchReads<Key, Value>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
  nameOf: (key: Key) => string,
  maxKeys = 500,
): (key: Key) => Promise<Value | undefined> {
  let reading: Promise<unknown> | undefined;
  let waiting: { keys: Map<string, Key>; answer: Promise<ReadonlyMap<string, Value>> } | undefined;

  function begin() {
    const keys = new Map<string, Key>();
    const answer = turnAfter(reading).then(async () => {
      if (waiting?.keys === keys) waiting = undefined;
      const values = read([...keys.values()]);
      reading = values;
      try {
        return await values;
      } finally {
        if (reading === values) reading = undefined;
      }
    });
    // Each caller hears of a failure by its own promise.
    answer.catch(() => undefined);
    return { keys, answer };
  }

  return async (key) => {
    if (!waiting || waiting.keys.size >= maxKeys) waiting = begin();
    const { keys, answer } = waiting;
    keys.set(nameOf(key), key);
    return (await answer).get(nameOf(key));
  };
}

/** The next turn of the event loop, when what is under way has ended or has taken long. */
async function turnAfter(reading: Promise<unknown> | undefined): Promise<void> {
  if (reading) await Promise.race([reading, sleep(LONGEST_WAIT_MS)]).catch(() => undefined);
  else await new Promise<void>((turn) => setImmediate(turn));
}
