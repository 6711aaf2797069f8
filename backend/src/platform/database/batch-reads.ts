/**
 * Reads that many requests make at the same time, as one statement: keys asked for in one turn of the event loop are read
 * together, each once. Every answer is read after its caller asked, so nothing is older than with a statement of its own.
 */
export function batchReads<Key, Value>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
  nameOf: (key: Key) => string,
  maxKeys = 500,
): (key: Key) => Promise<Value | undefined> {
  let waiting: { keys: Map<string, Key>; answer: Promise<ReadonlyMap<string, Value>> } | undefined;

  function begin() {
    const keys = new Map<string, Key>();
    const answer = new Promise<void>((turn) => setImmediate(turn)).then(() => {
      if (waiting?.keys === keys) waiting = undefined;
      return read([...keys.values()]);
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
