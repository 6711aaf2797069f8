import { addIntervals, type Interval } from '../periods/index.ts';

/** An invoice that is paid and grants periods. */
export interface Grant {
  /** Counts when it was found to be paid, together with the steps: settles what comes first at the same instant. */
  readonly order: bigint;
  /** When the payment that completed it was made: the time of its block, or of its settlement elsewhere. */
  readonly at: Date;
  readonly periods: number;
}

/** What a subscription is counted by: the length of its periods, and how late a payment may continue the run. */
export interface Terms {
  readonly interval: Interval;
  readonly graceDays: number;
}

/** What happened to a subscription beside its payments. `order` settles what comes first at the same instant. */
export type Step = { readonly at: Date; readonly order: bigint } & (
  | { readonly kind: 'trial'; readonly until: Date }
  | { readonly kind: 'change'; readonly terms: Terms; readonly restart: boolean }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'end' }
);

/** What a subscription's payments and steps add up to. */
export interface Coverage {
  /** Start of the present unbroken run of paid periods; periods are counted on the calendar from here. */
  readonly anchorAt: Date;
  /** Periods of that run; none during a trial, and after a pause. */
  readonly paidPeriods: number;
  /** End of that run, exclusive. While paused: where it would end without the pause. */
  readonly paidThrough: Date;
  readonly pausedAt: Date | null;
  /** Whether anything has ever been paid. */
  readonly paid: boolean;
  /** What it is counted by now. */
  readonly terms: Terms;
}

const INT32_MAX = 2_147_483_647;
const DAY_MS = 86_400_000;

/**
 * Adds up payments and steps in the order of their time. Each payment extends by its periods from the later of its
 * own time and what was already paid through; within the grace period it still continues the run. While the run is
 * unbroken the anchor stays and the periods are counted from it; a payment after a lapse starts a new run. A pause
 * keeps what is left for the resumption. The result depends on the set of payments and steps alone, so leaving one out
 * (its block left the chain) takes back exactly what it gave.
 */
export function coverageOf(
  grants: readonly Grant[],
  terms: Terms,
  steps: readonly Step[] = [],
): Coverage | null {
  let coverage: Coverage | null = null;
  let present = terms;
  for (const each of inOrder(grants, steps)) {
    if ('periods' in each) coverage = extend(coverage, each, present);
    else if (each.kind === 'change') {
      present = each.terms;
      coverage = change(coverage, each);
    } else coverage = apply(coverage, each, present);
  }
  return coverage;
}

function change(
  covered: Coverage | null,
  { at, restart, terms }: Step & { kind: 'change' },
): Coverage | null {
  return covered && { ...covered, ...(restart ? runFrom(at) : {}), terms };
}

function extend(covered: Coverage | null, { at, periods }: Grant, terms: Terms): Coverage {
  const { interval, graceDays } = terms;
  const unbroken =
    covered &&
    (covered.pausedAt !== null || at.getTime() <= covered.paidThrough.getTime() + graceDays * DAY_MS);
  const run = unbroken ? covered : { ...runFrom(at), pausedAt: null };
  const paidPeriods = Math.min(run.paidPeriods + periods, INT32_MAX);
  const paidThrough = addIntervals(run.anchorAt, interval, paidPeriods);
  return { anchorAt: run.anchorAt, paidPeriods, paidThrough, pausedAt: run.pausedAt, paid: true, terms };
}

function apply(
  covered: Coverage | null,
  step: Exclude<Step, { kind: 'change' }>,
  terms: Terms,
): Coverage | null {
  switch (step.kind) {
    case 'trial':
      return { ...runFrom(step.until), pausedAt: null, paid: false, terms };
    case 'pause':
      return covered && covered.pausedAt === null && covered.paidThrough > step.at
        ? { ...covered, pausedAt: step.at }
        : covered;
    case 'resume': {
      if (!covered?.pausedAt) return covered;
      const left = covered.paidThrough.getTime() - covered.pausedAt.getTime();
      return { ...covered, ...runFrom(new Date(step.at.getTime() + left)), pausedAt: null };
    }
    case 'end':
      return null;
  }
}

/** A run in which nothing is paid yet. */
function runFrom(at: Date): Pick<Coverage, 'anchorAt' | 'paidPeriods' | 'paidThrough'> {
  return { anchorAt: at, paidPeriods: 0, paidThrough: at };
}

function inOrder(grants: readonly Grant[], steps: readonly Step[]): (Grant | Step)[] {
  return [...grants.filter(({ periods }) => periods > 0), ...steps].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.order < b.order ? -1 : 1),
  );
}
