import { addIntervals, type Interval } from '../periods/index.ts';

/** A payment that counts: settled and without a flag. */
export interface CountedPayment {
  readonly id: string;
  /** Time of the block that holds it, or of its settlement on rails without blocks. */
  readonly confirmedAt: Date;
  readonly periods: number;
}

/** What a subscription's payments add up to. */
export interface Coverage {
  /** Start of the present unbroken run of paid periods; periods are counted on the calendar from here. */
  readonly anchorAt: Date;
  /** Periods of that run. */
  readonly paidPeriods: number;
  /** End of that run, exclusive. */
  readonly paidThrough: Date;
}

const INT32_MAX = 2_147_483_647;

/**
 * Adds up payments in the order of their confirmation: each extends by its periods from the later of its
 * confirmation time and what was already paid through. While the run is unbroken the anchor stays and the
 * periods are counted from it; a payment after a lapse starts a new run. The result depends on the set of
 * payments alone, so leaving one out (its block left the chain) takes back exactly what it gave.
 */
export function coverageOf(payments: readonly CountedPayment[], interval: Interval): Coverage | null {
  return payments
    .filter(({ periods }) => periods > 0)
    .sort(byConfirmation)
    .reduce<Coverage | null>((covered, payment) => extend(covered, payment, interval), null);
}

function extend(
  covered: Coverage | null,
  { confirmedAt, periods }: CountedPayment,
  interval: Interval,
): Coverage {
  const run =
    covered && confirmedAt <= covered.paidThrough ? covered : { anchorAt: confirmedAt, paidPeriods: 0 };
  const paidPeriods = Math.min(run.paidPeriods + periods, INT32_MAX);
  const paidThrough = addIntervals(run.anchorAt, interval, paidPeriods);
  return { anchorAt: run.anchorAt, paidPeriods, paidThrough };
}

function byConfirmation(a: CountedPayment, b: CountedPayment): number {
  return a.confirmedAt.getTime() - b.confirmedAt.getTime() || (a.id < b.id ? -1 : 1);
}
