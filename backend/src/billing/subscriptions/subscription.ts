import type { Interval } from '../periods/index.ts';
import { type CountedPayment, type Coverage, coverageOf } from './coverage.ts';

export const SUBSCRIPTION_STATUSES = ['incomplete', 'active', 'past_due', 'canceled'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/**
 * What can happen to a subscription. `paid`: its settled payments reach beyond now. `ran_out`: they reach
 * up to now or less. `unpaid`: none counts (any more). `payment_seen`: money is on its way. `cancel`: its
 * owner gives it up.
 */
export type SubscriptionInput = 'paid' | 'ran_out' | 'unpaid' | 'payment_seen' | 'cancel';

/**
 * Every allowed transition; what is not here does not happen. A canceled subscription comes back only when
 * money arrives for it after all (a transaction signed before, sent by other means): what was paid is owed.
 * An active one goes back to incomplete when a reorganisation takes its only payment.
 */
const TRANSITIONS: Readonly<
  Record<SubscriptionStatus, Readonly<Partial<Record<SubscriptionInput, SubscriptionStatus>>>>
> = {
  incomplete: {
    paid: 'active',
    ran_out: 'past_due',
    unpaid: 'incomplete',
    payment_seen: 'incomplete',
    cancel: 'canceled',
  },
  active: { paid: 'active', ran_out: 'past_due', unpaid: 'incomplete', payment_seen: 'active' },
  past_due: { paid: 'active', ran_out: 'past_due', unpaid: 'incomplete', payment_seen: 'past_due' },
  canceled: { payment_seen: 'incomplete' },
};

/** The status after the input, or undefined when the input is not allowed in this one. */
export function nextStatus(
  status: SubscriptionStatus,
  input: SubscriptionInput,
): SubscriptionStatus | undefined {
  return TRANSITIONS[status][input];
}

/** The columns that follow from a subscription's payments. */
export interface SubscriptionState {
  readonly status: SubscriptionStatus;
  readonly anchorAt: Date | null;
  readonly paidPeriods: number;
  readonly paidThrough: Date | null;
}

/** What a subscription is at this instant, given all of its payments that count. */
export function recompute(
  status: SubscriptionStatus,
  payments: readonly CountedPayment[],
  interval: Interval,
  now: Date,
): SubscriptionState {
  const coverage = coverageOf(payments, interval);
  return {
    status: nextStatus(status, coverageInput(coverage, now)) ?? status,
    ...(coverage ?? { anchorAt: null, paidPeriods: 0, paidThrough: null }),
  };
}

/** What the sum of the payments tells the subscription at this instant. */
function coverageInput(coverage: Pick<Coverage, 'paidThrough'> | null, now: Date): SubscriptionInput {
  if (coverage === null) return 'unpaid';
  return coverage.paidThrough > now ? 'paid' : 'ran_out';
}
