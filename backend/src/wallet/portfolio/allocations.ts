import { apportion } from './apportion.ts';
import { type Portfolio, type Position, WHOLE_BPS } from './value-portfolio.ts';

/** How much of the whole a currency is to be, in hundredths of a percent. */
export interface Target {
  readonly currency: string;
  readonly bps: number;
}

/** A currency that is held, aimed for, or both. */
export interface Allocation {
  readonly currency: string;
  readonly targetBps: number;
  /** Null where there is no rate. */
  readonly actualBps: number | null;
  /** Actual less target: above zero there is too much of it. */
  readonly driftBps: number | null;
  /** In the smallest unit of the portfolio's currency. */
  readonly value: bigint | null;
  /** What has to come (or, below zero, to go) to be at the target, in the smallest unit of the portfolio's currency. */
  readonly moveValue: bigint | null;
}

/**
 * What is, beside what is aimed for. What has to come and what has to go are together zero, as long as everything
 * aimed for has a rate.
 */
export function compareAllocations(
  { positions, total }: Pick<Portfolio, 'positions' | 'total'>,
  targets: readonly Target[],
  isPriced: (currency: string) => boolean,
): Allocation[] {
  const byCurrency = new Map<string, Pick<Position, 'value' | 'shareBps'>>(
    positions.map((position) => [position.currency, position]),
  );
  const codes = [...new Set([...targets.map(({ currency }) => currency), ...byCurrency.keys()])].sort();
  const bpsOf = new Map(targets.map(({ currency, bps }) => [currency, bps]));
  const aimedFor = apportion(
    total,
    codes.map((code) => BigInt(bpsOf.get(code) ?? 0)),
  );
  return codes.map((currency, index) => {
    const targetBps = bpsOf.get(currency) ?? 0;
    const held = byCurrency.get(currency);
    const value = held ? held.value : isPriced(currency) ? 0n : null;
    const actualBps = value === null || total === 0n ? null : (held?.shareBps ?? 0);
    return {
      currency,
      targetBps,
      actualBps,
      driftBps: actualBps === null ? null : actualBps - targetBps,
      value,
      moveValue: value === null || targets.length === 0 ? null : (aimedFor[index] ?? 0n) - value,
    };
  });
}

export function sumBps(targets: readonly Target[]): number {
  return targets.reduce((sum, { bps }) => sum + bps, 0);
}

export const WHOLE = Number(WHOLE_BPS);
