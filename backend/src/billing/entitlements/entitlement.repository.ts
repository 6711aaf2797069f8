import type { Tx } from '../../platform/database/index.ts';
import { SUBSCRIPTION_COLUMNS, type SubscriptionRow } from '../subscriptions/subscription-row.ts';

/** A subscription with the present of its merchant, where that has a test clock. */
interface EntitlingSubscription extends SubscriptionRow {
  readonly testClockAt: Date | null;
}

/** The subscriptions of an address at a merchant, newest first: one read along three indexes. */
export async function findEntitlingSubscriptions(
  tx: Tx,
  merchantId: string,
  address: string,
): Promise<EntitlingSubscription[]> {
  return tx.$queryRaw`
    SELECT ${SUBSCRIPTION_COLUMNS}, m.test_clock_at AS "testClockAt"
    FROM customers c JOIN subscriptions s ON s.merchant_id = c.merchant_id AND s.customer_id = c.id
    JOIN merchants m ON m.id = c.merchant_id
    WHERE c.merchant_id = ${merchantId} AND c.address = ${address}
    ORDER BY s.id DESC`;
}
