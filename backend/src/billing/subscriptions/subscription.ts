import { type Coverage, coverageOf, type Grant, type Step, type Terms } from './coverage.ts';

export const SUBSCRIPTION_STATUSES = [
  'incomplete',
  'trialing',
  'active',
  'past_due',
  'paused',
  'canceled',
  'expired',
] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** Over: what comes after is another subscription, unless money arrives for this one after all. */
export const OVER: readonly SubscriptionStatus[] = ['canceled', 'expired'];

/**
 * What can happen to a subscription. What its payments and steps add up to at an instant: `on_trial`, `paid`
 * (beyond now), `ran_out` (up to now or less), `on_hold` (paused), `unpaid` (nothing counts, or not any more).
 * `payment_seen`: money is on its way. `cancel`: its owner gives it up, or it ends where it was to end. `expire`: it
 * was not paid however often it was asked for.
 */
export type SubscriptionInput =
  | 'on_trial'
  | 'paid'
  | 'ran_out'
  | 'on_hold'
  | 'unpaid'
  | 'payment_seen'
  | 'cancel'
  | 'expire';

const STANDINGS = {
  on_trial: 'trialing',
  paid: 'active',
  ran_out: 'past_due',
  on_hold: 'paused',
  unpaid: 'incomplete',
} as const satisfies Partial<Record<SubscriptionInput, SubscriptionStatus>>;

const LIVING = { ...STANDINGS, cancel: 'canceled', expire: 'expired' } as const;

/**
 * Every allowed transition; what is not here does not happen. One that is over comes back only when money arrives for
 * it after all (a transaction signed before, an invoice paid late): what was paid is owed. An active one goes back to
 * incomplete when a reorganisation takes its only payment.
 */
const TRANSITIONS: Readonly<
  Record<SubscriptionStatus, Readonly<Partial<Record<SubscriptionInput, SubscriptionStatus>>>>
> = {
  incomplete: { ...LIVING, payment_seen: 'incomplete' },
  trialing: { ...LIVING, payment_seen: 'trialing' },
  active: { ...LIVING, payment_seen: 'active' },
  past_due: { ...LIVING, payment_seen: 'past_due' },
  paused: { ...LIVING, payment_seen: 'paused' },
  canceled: { payment_seen: 'incomplete' },
  expired: { payment_seen: 'incomplete' },
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextStatus(
  status: SubscriptionStatus,
  input: SubscriptionInput,
): SubscriptionStatus | undefined {
  return TRANSITIONS[status][input];
}

/** The columns that follow from a subscription's payments and steps. */
export interface SubscriptionState {
  readonly status: SubscriptionStatus;
  readonly anchorAt: Date | null;
  readonly paidPeriods: number;
  readonly paidThrough: Date | null;
  /** Until when it grants: the paid time and the grace after it; null when it grants nothing. */
  readonly accessUntil: Date | null;
  readonly pausedAt: Date | null;
}

const DAY_MS = 86_400_000;
const NOTHING = { anchorAt: null, paidPeriods: 0, paidThrough: null, pausedAt: null } as const;

/** What a subscription is at this instant, given all that counts. */
export function recompute(
  status: SubscriptionStatus,
  { grants, steps = [], terms }: { grants: readonly Grant[]; steps?: readonly Step[]; terms: Terms },
  now: Date,
): SubscriptionState {
  const coverage = coverageOf(grants, terms, steps);
  const after = nextStatus(status, standing(coverage, now)) ?? status;
  if (coverage === null) return { status: after, ...NOTHING, accessUntil: null };
  const { anchorAt, paidPeriods, paidThrough, pausedAt } = coverage;
  const run = { anchorAt, paidPeriods, paidThrough };
  if (OVER.includes(after)) return { status: after, ...run, pausedAt: null, accessUntil: null };
  const accessUntil =
    pausedAt === null ? new Date(paidThrough.getTime() + coverage.terms.graceDays * DAY_MS) : null;
  return { status: after, ...run, pausedAt, accessUntil };
}

/** What payments and steps tell the subscription at this instant. */
function standing(coverage: Coverage | null, now: Date): SubscriptionInput {
  if (coverage === null) return 'unpaid';
  if (coverage.pausedAt !== null) return 'on_hold';
  if (coverage.paidThrough <= now) return 'ran_out';
  return coverage.paid ? 'paid' : 'on_trial';
}
