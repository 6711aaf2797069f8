import { formatOutPoint } from '@charmbills/charms';
import type { Utxo } from '../../bitcoin/index.ts';

/** A transaction with more inputs than this is asked of nobody. */
export const MAX_INPUTS = 50;

export interface CoinSelection {
  /** Those that had to be, then the largest first. */
  readonly selected: readonly Utxo[];
  /** What the usable outputs hold, as far as they were looked at. */
  readonly availableSats: bigint;
  /** What `selected` has to reach. */
  readonly neededSats: bigint;
}

/**
 * Takes outputs largest first, equals by outpoint, until they reach `neededSats` for their number, which
 * grows with each by the fee for spending it. Deterministic: the same outputs give the same choice. It
 * keeps transactions short, and asks `isUsable` (a look at a parent transaction) of no more than it needs.
 * The selection falls short when `availableSats < neededSats`.
 * @param first taken before any other, whatever they hold
 */
export async function selectCoins(
  candidates: readonly Utxo[],
  isUsable: (utxo: Utxo) => Promise<boolean>,
  neededSats: (inputCount: number) => bigint,
  first: readonly Utxo[] = [],
): Promise<CoinSelection> {
  const selected = [...first];
  let availableSats = first.reduce((sum, { amountSats }) => sum + amountSats, 0n);
  for (const utxo of candidates.filter((candidate) => !first.includes(candidate)).sort(largestFirst)) {
    if (
      selected.length === MAX_INPUTS ||
      (selected.length > 0 && availableSats >= neededSats(selected.length))
    )
      break;
    const cost = neededSats(selected.length + 1) - neededSats(selected.length);
    if (utxo.amountSats <= cost) break;
    if (!(await isUsable(utxo))) continue;
    selected.push(utxo);
    availableSats += utxo.amountSats;
  }
  return { selected, availableSats, neededSats: neededSats(Math.max(1, selected.length)) };
}

export function largestFirst(a: Utxo, b: Utxo): number {
  if (a.amountSats !== b.amountSats) return a.amountSats > b.amountSats ? -1 : 1;
  return formatOutPoint(a.outPoint) < formatOutPoint(b.outPoint) ? -1 : 1;
}
