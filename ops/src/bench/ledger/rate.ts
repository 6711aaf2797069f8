/** One way to work for a while: returns how much was done in a second. */
export type Measure = (seconds: number) => Promise<number>;

/**
 * `clients` of them doing `work` over and over, at the same time. `work` returns how much it did.
 */
export async function rateOf(clients: number, seconds: number, work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const some = await work();
        done += some;
      }
    }),
  );
  return done / ((performance.now() - start) / 1_000);
}

/**
 * Takes turns: every measure in every round, so that what else the machine does meets them all alike. The first
 * round warms up and is not counted.
 */
export async function inRounds(
  measures: Readonly<Record<string, Measure>>,
  { rounds, seconds, before }: { rounds: number; seconds: number; before?: (round: number) => Promise<void> },
): Promise<Readonly<Record<string, readonly number[]>>> {
  const rates: Record<string, number[]> = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    await before?.(round);
    for (const [name, measure] of Object.entries(measures)) {
      const rate = await measure(seconds);
      if (round > 0) rates[name]?.push(rate);
    }
  }
  return rates;
}

/** The round whose ratio is the median of all rounds. */
export function typicalRound(
  values: readonly number[],
  references: readonly number[],
): { readonly value: number; readonly reference: number } {
  const rounds = values
    .map((value, i) => ({ value, reference: references[i] ?? Number.NaN }))
    .toSorted((a, b) => a.value / a.reference - b.value / b.reference);
  const typical = rounds[Math.floor(rounds.length / 2)];
  if (typical === undefined) throw new RangeError('nothing was measured');
  return typical;
}
