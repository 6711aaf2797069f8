import { compareRatios, meanOfRatios, type Ratio } from '../platform/money/index.ts';

export interface SourcedRatio {
  readonly source: string;
  readonly ratio: Ratio;
  readonly observedAt: Date;
}

export interface AgreementRules {
  readonly now: Date;
  /** Observations older than this do not count. */
  readonly staleMs: number;
  /** How many sources have to agree. */
  readonly minSources: number;
  /** How far from the median a source may be, in hundredths of a percent of it. */
  readonly maxDeviationBps: number;
}

export interface Agreement {
  /** Undefined when too few sources agree. */
  readonly agreed:
    | { readonly ratio: Ratio; readonly observedAt: Date; readonly sources: readonly string[] }
    | undefined;
  /** Sources whose observation is too old. */
  readonly stale: readonly string[];
  /** Sources too far from the median of the fresh ones. */
  readonly outliers: readonly string[];
}

const ALL_BPS = 10_000n;

/**
 * What several sources say taken together: the median of those that are fresh and near each other. Those
 * further than `maxDeviationBps` from the median of all fresh ones are left out first. One liar among three is
 * outvoted. Two who disagree are both left out, since nobody can tell which of them is right.
 */
export function agreeOnRate(observations: readonly SourcedRatio[], rules: AgreementRules): Agreement {
  const oldest = rules.now.getTime() - rules.staleMs;
  const fresh = observations.filter(({ observedAt }) => observedAt.getTime() >= oldest);
  const stale = observations.filter((observation) => !fresh.includes(observation));
  const middle = median(fresh);
  const near = fresh.filter(({ ratio }) => middle && isNear(ratio, middle, rules.maxDeviationBps));
  const ratio = median(near);
  const enough = near.length >= rules.minSources;
  return {
    agreed:
      ratio && enough
        ? {
            ratio,
            observedAt: new Date(Math.min(...near.map(({ observedAt }) => observedAt.getTime()))),
            sources: near.map(({ source }) => source),
          }
        : undefined,
    stale: stale.map(({ source }) => source),
    outliers: fresh.filter((observation) => !near.includes(observation)).map(({ source }) => source),
  };
}

/** The middle one, or the mean of the two in the middle; undefined of none. */
function median(observations: readonly SourcedRatio[]): Ratio | undefined {
  const sorted = observations.map(({ ratio }) => ratio).sort(compareRatios);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return lower && upper && meanOfRatios(lower, upper);
}

/** |ratio − middle| ≤ middle × bps / 10 000, without dividing. */
function isNear(ratio: Ratio, middle: Ratio, bps: number): boolean {
  const left = ratio.numerator * middle.denominator;
  const right = middle.numerator * ratio.denominator;
  const distance = left > right ? left - right : right - left;
  return distance * ALL_BPS <= right * BigInt(bps);
}
