export const HEALTH_STATUSES = ['ok', 'degraded', 'failing'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** One thing that was looked at. It is shown to anybody, so it names no host, person or amount. */
export interface Check {
  /** `part.thing`, such as `chain.node`. */
  readonly name: string;
  readonly status: HealthStatus;
  /** How it is, in a sentence. */
  readonly what: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
}

export interface HealthReport {
  /** That of the worst check. */
  readonly status: HealthStatus;
  readonly checks: readonly Check[];
}

export function ok(name: string, what: string): Check {
  return { name, status: 'ok', what, remedy: null };
}

/** It works, and somebody should look at it. */
export function degraded(name: string, what: string, remedy: string): Check {
  return { name, status: 'degraded', what, remedy };
}

/** It does not work. */
export function failing(name: string, what: string, remedy: string): Check {
  return { name, status: 'failing', what, remedy };
}

export function reportOf(checks: readonly Check[]): HealthReport {
  const worst = Math.max(0, ...checks.map(({ status }) => HEALTH_STATUSES.indexOf(status)));
  return { status: HEALTH_STATUSES[worst] ?? 'failing', checks };
}

/** '40 seconds', '12 minutes', '3 hours', '2 days'. */
export function span(seconds: number): string {
  const [size, unit] =
    seconds < 120
      ? [1, 'seconds']
      : seconds < 7_200
        ? [60, 'minutes']
        : seconds < 172_800
          ? [3_600, 'hours']
          : [86_400, 'days'];
  return `${Math.round(seconds / Number(size))} ${unit}`;
}
