import type { Tx } from '../../platform/database/index.ts';
import { SUBSCRIPTION_COLUMNS, type SubscriptionRow } from '../subscriptions/subscription-row.ts';

/** The subscriptions of an address at a merchant, newest first: one read along two indexes. */
export async function findEntitlingSubscriptions(
  tx: Tx,
  merchantId: string,
  address: string,
): Promise<SubscriptionRow[]> {
  return tx.$queryRaw`
    SELECT ${SUBSCRIPTION_COLUMNS}
    FROM customers c JOIN subscriptions s ON s.merchant_id = c.merchant_id AND s.customer_id = c.id
    WHERE c.merchant_id = ${merchantId} AND c.address = ${address}
    ORDER BY s.id DESC`;
}
