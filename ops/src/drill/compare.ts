import type { Acknowledged } from './writers.ts';

export interface Comparison {
  readonly acknowledged: number;
  readonly restored: number;
  /** Acknowledged and not there any more. */
  readonly lost: number;
  /** Seconds before the disaster from which on everything acknowledged is there no more; 0 when nothing is lost. */
  readonly lossSeconds: number;
  /** What no bound excuses: other amounts, transfers that nobody made. */
  readonly problems: readonly string[];
}

/**
 * Compares what was acknowledged with what is in the restored books.
 * @param restored amounts by key
 * @param disasterAt in milliseconds since 1970
 */
export function compare(
  {
    acknowledged,
    tried,
  }: { readonly acknowledged: readonly Acknowledged[]; readonly tried: ReadonlySet<string> },
  restored: ReadonlyMap<string, bigint>,
  disasterAt: number,
): Comparison {
  const problems: string[] = [];
  const lost = acknowledged.filter(({ key }) => !restored.has(key));
  const first = lost.reduce((earliest, { at }) => Math.min(earliest, at), disasterAt);
  for (const { key, amount } of acknowledged) {
    const there = restored.get(key);
    if (there !== undefined && there !== amount)
      problems.push(`${key} is ${there} where ${amount} was posted`);
  }
  for (const key of restored.keys()) if (!tried.has(key)) problems.push(`${key} was never posted`);
  return {
    acknowledged: acknowledged.length,
    restored: restored.size,
    lost: lost.length,
    lossSeconds: lost.length === 0 ? 0 : (disasterAt - first) / 1_000,
    problems,
  };
}
