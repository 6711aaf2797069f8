import type { PlanFeatures } from '../plans/plan-row.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-row.ts';
import type { EntitlingSubscription } from './entitlement.repository.ts';
import { featuresOf } from './features.ts';

/** What one subscription grants at an instant. */
export interface Grant {
  readonly subscription: SubscriptionRow;
  readonly active: boolean;
}

/** What an address may use at a merchant at an instant. */
export interface Entitlement {
  readonly merchantId: string;
  readonly address: string;
  /** Whether anything is granted. */
  readonly active: boolean;
  /** When the last of the grants ends, if any is active. */
  readonly paidThrough: Date | null;
  readonly grants: readonly Grant[];
  /** What the active grants come to together. */
  readonly features: PlanFeatures;
}

/** Paid time and grace decide, to the millisecond: the status follows up to a minute later. */
export function entitlementOf(
  merchantId: string,
  address: string,
  subscriptions: readonly EntitlingSubscription[],
  now: Date,
): Entitlement {
  const grants = subscriptions.map((subscription) => ({
    subscription,
    active: subscription.accessUntil !== null && subscription.accessUntil > now,
  }));
  const ends = grants.flatMap(({ active, subscription: { accessUntil } }) =>
    active && accessUntil ? [accessUntil.getTime()] : [],
  );
  return {
    merchantId,
    address,
    active: ends.length > 0,
    paidThrough: ends.length > 0 ? new Date(Math.max(...ends)) : null,
    grants,
    features: featuresOf(subscriptions.filter((_, index) => grants[index]?.active)),
  };
}
