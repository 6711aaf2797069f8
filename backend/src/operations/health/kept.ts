/**
 * The same reading, made anew at most once in `ms`: whoever asks meanwhile gets what was read last, and whoever asks
 * during a reading waits for it. A reading that fails is kept no longer than it takes.
 */
export function kept<Value>(read: () => Promise<Value>, ms: number): () => Promise<Value> {
  let reading: Promise<Value> | undefined;
  let freshUntil = 0;
  return () => {
    if (reading && performance.now() < freshUntil) return reading;
    const mine = read();
    reading = mine;
    freshUntil = Number.POSITIVE_INFINITY;
    mine.then(
      () => {
        if (reading === mine) freshUntil = performance.now() + ms;
      },
      () => {
        if (reading === mine) reading = undefined;
      },
    );
    return mine;
  };
}

/** Rejects when `work` takes longer. What it does goes on, and its end is of no interest. */
export async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
