/** A year has so many days, leap years too. */
const DAYS_OF_YEAR = 365n;
const PARTS = 1_000_000n;

/** Interest is counted in so many parts of a smallest unit, so that no day of it is ever rounded. */
export const FRACTIONS = DAYS_OF_YEAR * PARTS;

export interface DayOfSavings {
  /** The least that was in the account on that day, in the currency's smallest unit. */
  readonly lowest: bigint;
  /** Parts per million a year. */
  readonly ratePpm: number;
  /** What was earned before and is not a smallest unit yet, in `FRACTIONS`. */
  readonly remainder: bigint;
}

/**
 * The interest of a day, exactly: whole smallest units to pay, and the fraction that is carried on to the next day. All
 * that was paid and what is carried make up the sum of `lowest × ratePpm / FRACTIONS` over all days, however many.
 */
export function interestOf({ lowest, ratePpm, remainder }: DayOfSavings): {
  readonly interest: bigint;
  readonly remainder: bigint;
} {
  const earned = lowest * BigInt(ratePpm) + remainder;
  return { interest: earned / FRACTIONS, remainder: earned % FRACTIONS };
}
