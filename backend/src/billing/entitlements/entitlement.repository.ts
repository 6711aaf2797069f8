import type { Tx } from '../../platform/database/index.ts';
import type { PlanFeatures } from '../plans/plan-row.ts';
import { SUBSCRIPTION_COLUMNS, type SubscriptionRow } from '../subscriptions/subscription-row.ts';

/** A subscription with what its plan grants, and the present of its merchant, where that has a test clock. */
export interface EntitlingSubscription extends SubscriptionRow {
  readonly features: PlanFeatures;
  readonly testClockAt: Date | null;
}

/** The subscriptions of an address at a merchant, newest first: one read along four indexes. */
export async function findEntitlingSubscriptions(
  tx: Tx,
  merchantId: string,
  address: string,
): Promise<EntitlingSubscription[]> {
  return tx.$queryRaw`
    SELECT ${SUBSCRIPTION_COLUMNS}, pl.features, m.test_clock_at AS "testClockAt"
    FROM customers c JOIN subscriptions s ON s.merchant_id = c.merchant_id AND s.customer_id = c.id
    JOIN plans pl ON pl.merchant_id = s.merchant_id AND pl.id = s.plan_id
    JOIN merchants m ON m.id = c.merchant_id
    WHERE c.merchant_id = ${merchantId} AND c.address = ${address}
    ORDER BY s.id DESC`;
}
