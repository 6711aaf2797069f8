import type { Tx } from '../../platform/database/index.ts';
import { type Due, ofTimekeeper } from '../clock/clock.repository.ts';
import { nextStatus, type SubscriptionStatus } from './subscription.ts';
import type { SubscriptionSubject } from './subscription-events.ts';

/**
 * Moves up to `limit` subscriptions paid through `now` or less, those of other workers left out: to canceled where they
 * were to end there, to past due otherwise. Without a merchant: those of all whose time is the real one.
 */
export async function markPastDue(
  tx: Tx,
  { now, limit, merchantId }: Due,
): Promise<(SubscriptionSubject & { readonly status: SubscriptionStatus })[]> {
  return tx.$queryRaw`
    WITH due AS (
      SELECT s.merchant_id, s.id FROM subscriptions s
      WHERE s.status IN ('trialing', 'active') AND s.paid_through <= ${now}::timestamptz
        AND ${ofTimekeeper('s', { merchantId })}
      ORDER BY s.paid_through LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE subscriptions s
      SET status = CASE WHEN s.cancel_at_period_end THEN ${nextStatus('active', 'cancel')}
          ELSE ${nextStatus('active', 'ran_out')} END,
        canceled_at = CASE WHEN s.cancel_at_period_end THEN s.paid_through END,
        access_until = CASE WHEN s.cancel_at_period_end THEN NULL ELSE s.access_until END,
        updated_at = ${now}::timestamptz
      FROM due WHERE s.merchant_id = due.merchant_id AND s.id = due.id
      RETURNING s.merchant_id, s.id, s.customer_id, s.status
    )
    SELECT moved.merchant_id AS "merchantId", moved.id, moved.status, COALESCE(c.person_id, people.id) AS "personId"
    FROM moved
    JOIN customers c ON c.merchant_id = moved.merchant_id AND c.id = moved.customer_id
    LEFT JOIN people ON people.address = c.address`;
}
