import { divideRounded } from '../../platform/money/index.ts';

/** From an instant on, what a whole period costs, all units together, in the currency's smallest unit. */
export interface Segment {
  readonly from: Date;
  readonly amount: bigint;
}

/** A billing period; `end` is exclusive. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

/** What a change comes to, in the currency's smallest unit. */
export interface Proration {
  /** What was paid for time that the old price does not get. */
  readonly unused: bigint;
  /** What that time, or the new period, costs at the new price. */
  readonly charge: bigint;
}

/**
 * What a change of price is worth, to the millisecond. What has been charged for a period is always its exact
 * time-weighted price, rounded down once: a change charges the difference between that with the change and without, so
 * that rounding never adds up, however many changes there are.
 *
 * @param segments the prices of the period until now, in their order; the first from its start or earlier
 * @param periodsAhead whole further periods that are paid already
 * @param restart whether a new period begins with the change, rather than the present one going on
 */
export function prorate({
  period,
  segments,
  at,
  amount,
  periodsAhead,
  restart,
}: {
  readonly period: Period;
  readonly segments: readonly Segment[];
  readonly at: Date;
  readonly amount: bigint;
  readonly periodsAhead: number;
  readonly restart: boolean;
}): Proration {
  const before = segments.at(-1)?.amount ?? 0n;
  const ahead = BigInt(periodsAhead);
  const used = priceOfTime(segments, period, at);
  const unused = priceOfTime(segments, period, period.end) - used + before * ahead;
  if (restart) return { unused, charge: amount };
  const changed = [...segments, { from: at, amount }];
  return { unused, charge: priceOfTime(changed, period, period.end) - used + amount * ahead };
}

/** The exact time-weighted price of a period up to an instant, rounded down. */
export function priceOfTime(segments: readonly Segment[], { start, end }: Period, until: Date): bigint {
  const length = BigInt(end.getTime() - start.getTime());
  const weighted = segments.reduce((sum, { from, amount }, index) => {
    const to = segments[index + 1]?.from ?? until;
    const begin = Math.max(from.getTime(), start.getTime());
    const finish = Math.min(to.getTime(), until.getTime(), end.getTime());
    return finish > begin ? sum + amount * BigInt(finish - begin) : sum;
  }, 0n);
  return divideRounded(weighted, length, 'down');
}
