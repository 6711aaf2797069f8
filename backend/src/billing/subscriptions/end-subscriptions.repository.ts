import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import { nextStatus } from './subscription.ts';
import type { SubscriptionKey } from './subscription-row.ts';

interface Ended {
  readonly merchantId: string;
  readonly id: string;
  readonly status: 'canceled' | 'expired';
}

/** Marks as over those that live and have no paid time left, notes the step, and answers with them. */
export async function markEnded(
  tx: Tx,
  endings: readonly (SubscriptionKey & { readonly input: 'cancel' | 'expire' })[],
  now: Date,
): Promise<Ended[]> {
  const rows = [...new Map(endings.map((ending) => [ending.subscriptionId, ending])).values()].map(
    ({ merchantId, subscriptionId, input }) => ({
      merchantId,
      subscriptionId,
      status: nextStatus('past_due', input),
    }),
  );
  return tx.$queryRaw`
    WITH locked AS (
      SELECT s.merchant_id, s.id, r.status
      FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, "subscriptionId" text, status text)
      JOIN subscriptions s ON s.merchant_id = r."merchantId" AND s.id = r."subscriptionId"
      WHERE s.status IN ('incomplete', 'trialing', 'active', 'past_due')
        AND (s.paid_through IS NULL OR s.paid_through <= ${now}::timestamptz)
      ORDER BY s.merchant_id, s.id FOR NO KEY UPDATE OF s
    ), ended AS (
      UPDATE subscriptions s SET status = locked.status, access_until = NULL, renews_at = NULL,
        canceled_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
      FROM locked WHERE s.merchant_id = locked.merchant_id AND s.id = locked.id
      RETURNING s.merchant_id, s.id, s.status
    ), noted AS (
      INSERT INTO subscription_steps (merchant_id, subscription_id, kind, at, created_at)
      SELECT merchant_id, id, 'end', ${now}::timestamptz, ${now}::timestamptz FROM ended
    )
    SELECT merchant_id AS "merchantId", id, status FROM ended`;
}
