export const DELIVERY_STATUSES = ['pending', 'succeeded', 'failed', 'canceled'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between one attempt and the next: ten attempts in three days. */
const WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  18 * HOUR,
  22 * HOUR,
];
export const ATTEMPTS = WAITS_MS.length + 1;
/** Up to so much of a wait is left out at random: what failed together does not come back together. */
const JITTER = 0.1;

/** From so many failures in a row on, an endpoint is only probed: one attempt at a time. */
export const FAILURES_TO_PROBE = 5;
const PROBE_WAIT_MS = 10 * SECOND;
const PROBE_WAIT_MAX_MS = 15 * MINUTE;
/** An endpoint that has answered nothing well for so long is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;
/** https://github.com/standard-webhooks/standard-webhooks: with this the receiver says that it is gone. */
const GONE = 410;

/** 2xx, and nothing else: a redirect or a 3xx says that the message was not taken. */
export function isTaken(answer: { readonly status?: number }): boolean {
  return answer.status !== undefined && answer.status >= 200 && answer.status < 300;
}

/** When to try again after so many attempts of one schedule; undefined after the last. `random` is in [0, 1). */
export function nextAttempt(attempts: number, now: Date, random: number): Date | undefined {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? undefined : new Date(now.getTime() + wait * (1 - JITTER * random));
}

/** How an endpoint fares: what follows from its last answers. */
export interface EndpointHealth {
  /** Attempts that failed since the last that succeeded. */
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Nothing is sent before. */
  readonly retryAt: Date | null;
}

export const HEALTHY: EndpointHealth = { failures: 0, failingSince: null, retryAt: null };

export function isProbed({ failures }: Pick<EndpointHealth, 'failures'>): boolean {
  return failures >= FAILURES_TO_PROBE;
}

/** The endpoint's health after an answer. */
export function healthAfter(
  health: EndpointHealth,
  taken: boolean,
  now: Date,
  random: number,
): EndpointHealth {
  if (taken) return HEALTHY;
  const failures = health.failures + 1;
  const failingSince = health.failingSince ?? now;
  if (failures < FAILURES_TO_PROBE) return { failures, failingSince, retryAt: null };
  const doublings = Math.min(failures - FAILURES_TO_PROBE, 20);
  const wait = Math.min(PROBE_WAIT_MS * 2 ** doublings, PROBE_WAIT_MAX_MS) * (1 - JITTER * random);
  return { failures, failingSince, retryAt: new Date(now.getTime() + wait) };
}

/** The health of an endpoint to which nothing can be sent through no fault of its own: probed, never disabled. */
export function healthUnsendable({ failures, failingSince }: EndpointHealth, now: Date): EndpointHealth {
  return {
    failures: Math.max(failures + 1, FAILURES_TO_PROBE),
    failingSince: failingSince ?? now,
    retryAt: new Date(now.getTime() + PROBE_WAIT_MAX_MS),
  };
}

/** Whether an answer that was not well ends in disabling the endpoint. */
export function isHopeless(
  { failingSince }: EndpointHealth,
  answer: { readonly status?: number },
  now: Date,
): boolean {
  const failedFor = failingSince === null ? 0 : now.getTime() - failingSince.getTime();
  return answer.status === GONE || failedFor >= DISABLE_AFTER_MS;
}
