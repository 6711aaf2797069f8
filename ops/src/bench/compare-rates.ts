export interface Rates {
  readonly value: number;
  readonly reference: number;
}

interface Timing {
  readonly rounds: number;
  /** How long each side runs in a round. */
  readonly roundMs: number;
}

/**
 * Calls per second of two functions, measured in turns so that a machine that slows down slows both:
 * the medians over all rounds, after one round to warm up.
 */
export function compareRates(
  value: () => void,
  reference: () => void,
  { rounds, roundMs }: Timing = { rounds: 15, roundMs: 200 },
): Rates {
  const values: number[] = [];
  const references: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    values.push(callsPerSecond(value, roundMs));
    references.push(callsPerSecond(reference, roundMs));
  }
  return { value: median(values.slice(1)), reference: median(references.slice(1)) };
}

function callsPerSecond(call: () => void, forMs: number): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  do {
    call();
    calls += 1;
    elapsed = performance.now() - start;
  } while (elapsed < forMs);
  return (calls * 1_000) / elapsed;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
