import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import { nextStatus } from '../subscriptions/subscription.ts';
import type { SubscriptionKey } from '../subscriptions/subscription-row.ts';

type PaymentKey = SubscriptionKey & { readonly id: string };

/** Brings back subscriptions that are over, the newest of each customer and plan that have no living one. */
export async function reviveSubscriptions(tx: Tx, payments: readonly PaymentKey[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE subscriptions s
    SET status = ${nextStatus('canceled', 'payment_seen')}, anchor_at = NULL, paid_periods = 0, paid_through = NULL,
      cancel_at_period_end = false, canceled_at = NULL, updated_at = ${now}::timestamptz
    FROM (
      SELECT DISTINCT ON (c.merchant_id, c.plan_id, c.customer_id) c.merchant_id, c.id
      FROM jsonb_to_recordset(${jsonRows(payments)}::jsonb) AS k("merchantId" text, "subscriptionId" text)
      JOIN subscriptions c ON c.merchant_id = k."merchantId" AND c.id = k."subscriptionId"
      WHERE NOT EXISTS (
        SELECT 1 FROM subscriptions l
        WHERE l.merchant_id = c.merchant_id AND l.plan_id = c.plan_id AND l.customer_id = c.customer_id
          AND l.status NOT IN ('canceled', 'expired'))
      ORDER BY c.merchant_id, c.plan_id, c.customer_id, c.id DESC
    ) newest
    WHERE s.merchant_id = newest.merchant_id AND s.id = newest.id AND s.status IN ('canceled', 'expired')`;
}

/** Moves payments from subscriptions that are over to the living one on the same seat. */
export async function movePaymentsToLiving(
  tx: Tx,
  payments: readonly PaymentKey[],
  now: Date,
): Promise<{ readonly id: string; readonly subscriptionId: string }[]> {
  return tx.$queryRaw`
    WITH moved AS (
      UPDATE payments p
      SET subscription_id = l.id, updated_at = ${now}::timestamptz
      FROM jsonb_to_recordset(${jsonRows(payments)}::jsonb) AS k("merchantId" text, id text, "subscriptionId" text)
      JOIN subscriptions c ON c.merchant_id = k."merchantId" AND c.id = k."subscriptionId"
        AND c.status IN ('canceled', 'expired')
      JOIN subscriptions l ON l.merchant_id = c.merchant_id AND l.plan_id = c.plan_id
        AND l.customer_id = c.customer_id AND l.status NOT IN ('canceled', 'expired')
      WHERE p.merchant_id = k."merchantId" AND p.id = k.id
      RETURNING p.merchant_id, p.id, p.invoice_id, p.subscription_id
    ), invoiced AS (
      UPDATE invoices i SET subscription_id = moved.subscription_id, updated_at = ${now}::timestamptz,
        kind = CASE i.kind WHEN 'renewal' THEN 'prepaid' ELSE i.kind END
      FROM moved WHERE i.merchant_id = moved.merchant_id AND i.id = moved.invoice_id
    )
    SELECT id, subscription_id AS "subscriptionId" FROM moved`;
}
