import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { jsonRows } from '../json-rows.ts';
import { OVER } from './subscription.ts';
import { SUBSCRIPTION_COLUMNS, type SubscriptionRow } from './subscription-row.ts';

/** Who subscribes to what. Of each there is one living subscription at most. */
export interface SubscriptionSeat {
  readonly merchantId: string;
  readonly planId: string;
  readonly customerId: string;
}

/**
 * Makes incomplete subscriptions where there is no living one, and answers with those made. Of two callers
 * at the same instant the second waits for the first and makes none.
 */
export async function insertMissingSubscriptions(
  tx: Tx,
  seats: readonly (SubscriptionSeat & { readonly priceId: string })[],
  now: Date,
): Promise<SubscriptionRow[]> {
  const rows = seats.map((seat) => ({ ...seat, id: newId('subscription') }));
  return tx.$queryRaw`
    INSERT INTO subscriptions AS s (merchant_id, id, plan_id, price_id, customer_id, status, created_at, updated_at)
    SELECT r."merchantId", r.id, r."planId", r."priceId", r."customerId", 'incomplete',
      ${now}::timestamptz, ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, id text, "planId" text,
      "priceId" text, "customerId" text)
    ORDER BY r."merchantId", r."planId", r."customerId"
    ON CONFLICT (merchant_id, plan_id, customer_id) WHERE status NOT IN ('canceled', 'expired') DO NOTHING
    RETURNING ${SUBSCRIPTION_COLUMNS}`;
}

/** The living subscriptions on these seats, locked until the transaction ends. */
export async function lockLivingSubscriptions(
  tx: Tx,
  seats: readonly SubscriptionSeat[],
): Promise<SubscriptionRow[]> {
  return tx.$queryRaw`
    SELECT ${SUBSCRIPTION_COLUMNS}
    FROM jsonb_to_recordset(${jsonRows(seats)}::jsonb) AS k("merchantId" text, "planId" text,
      "customerId" text)
    JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.plan_id = k."planId"
      AND s.customer_id = k."customerId" AND s.status NOT IN ('canceled', 'expired')
    ORDER BY s.merchant_id, s.id
    FOR NO KEY UPDATE OF s`;
}

/** Whether the customer of a subscription ever had a trial of its plan, whatever the subscription became then. */
export async function hadTrial(
  tx: Tx,
  { merchantId, planId, customerId }: Pick<SubscriptionRow, 'merchantId' | 'planId' | 'customerId'>,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM subscriptions s
    JOIN subscription_steps st ON st.merchant_id = s.merchant_id AND st.subscription_id = s.id AND st.kind = 'trial'
    WHERE s.merchant_id = ${merchantId} AND s.customer_id = ${customerId} AND (s.plan_id = ${planId} OR EXISTS (
      SELECT FROM subscription_steps c JOIN prices pr ON pr.merchant_id = c.merchant_id AND pr.id = c.price_id
      WHERE c.merchant_id = s.merchant_id AND c.subscription_id = s.id AND pr.plan_id = ${planId}))
    LIMIT 1`;
  return rows.length > 0;
}

/** The living subscription of a customer to a plan, if there is one. */
export async function findLivingOnPlan(
  tx: Tx,
  { merchantId, planId, customerId }: SubscriptionSeat,
): Promise<string | undefined> {
  const row = await tx.subscription.findFirst({
    where: { merchantId, planId, customerId, status: { notIn: [...OVER] } },
    select: { id: true },
  });
  return row?.id;
}
