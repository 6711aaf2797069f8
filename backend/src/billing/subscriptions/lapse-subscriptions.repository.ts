import type { Tx } from '../../platform/database/index.ts';
import { nextStatus } from './subscription.ts';
import type { SubscriptionSubject } from './subscription-events.ts';

/** Marks up to `limit` active subscriptions paid through `now` or less, those of other workers left out. */
export async function markPastDue(tx: Tx, now: Date, limit: number): Promise<SubscriptionSubject[]> {
  return tx.$queryRaw`
    WITH due AS (
      SELECT merchant_id, id FROM subscriptions
      WHERE status = 'active' AND paid_through <= ${now}::timestamptz
      ORDER BY paid_through LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE subscriptions s SET status = ${nextStatus('active', 'ran_out')}, updated_at = ${now}::timestamptz
      FROM due WHERE s.merchant_id = due.merchant_id AND s.id = due.id
      RETURNING s.merchant_id, s.id, s.customer_id
    )
    SELECT moved.merchant_id AS "merchantId", moved.id, COALESCE(c.person_id, people.id) AS "personId"
    FROM moved
    JOIN customers c ON c.merchant_id = moved.merchant_id AND c.id = moved.customer_id
    LEFT JOIN people ON people.address = c.address`;
}
