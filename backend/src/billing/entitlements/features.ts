import type { PlanFeatures } from '../plans/plan-row.ts';

/** What one subscription grants: the features of its plan, and how many times it has it. */
export interface FeatureGrant {
  readonly features: PlanFeatures;
  readonly quantity: number;
}

/**
 * What subscriptions grant together: numbers times their quantities, added up; `true` where any says so; of texts the
 * first one's. What is a number in one plan and something else in another is as the first says.
 */
export function featuresOf(grants: readonly FeatureGrant[]): PlanFeatures {
  const together = new Map<string, true | number | string>();
  for (const { features, quantity } of grants) {
    for (const [key, value] of Object.entries(features)) {
      const present = together.get(key);
      if (typeof value === 'number') {
        if (present === undefined || typeof present === 'number') {
          together.set(key, Math.min((present ?? 0) + value * quantity, Number.MAX_SAFE_INTEGER));
        }
      } else if (present === undefined) together.set(key, value);
    }
  }
  return Object.fromEntries([...together].sort(([a], [b]) => (a < b ? -1 : 1)));
}
