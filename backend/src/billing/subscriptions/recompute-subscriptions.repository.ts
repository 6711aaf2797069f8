import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { IntervalUnit } from '../periods/index.ts';
import type { CountedPayment } from './coverage.ts';
import type { SubscriptionState } from './subscription.ts';
import type { SubscriptionKey } from './subscription-row.ts';

interface LockedSubscription extends SubscriptionState {
  readonly merchantId: string;
  readonly id: string;
  readonly personId: string | null;
  readonly intervalUnit: IntervalUnit;
  readonly intervalCount: number;
}

/** The subscriptions with their intervals, locked in the order of their ids. */
export async function lockForRecompute(
  tx: Tx,
  keys: readonly SubscriptionKey[],
): Promise<LockedSubscription[]> {
  return tx.$queryRaw`
    SELECT s.merchant_id AS "merchantId", s.id, s.status, s.anchor_at AS "anchorAt",
      s.paid_periods AS "paidPeriods", s.paid_through AS "paidThrough",
      pr.interval_unit AS "intervalUnit", pr.interval_count AS "intervalCount",
      COALESCE(c.person_id, people.id) AS "personId"
    FROM (
      SELECT DISTINCT "merchantId", "subscriptionId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "subscriptionId" text)
    ) k
    JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k."subscriptionId"
    JOIN prices pr ON pr.merchant_id = s.merchant_id AND pr.id = s.price_id
    JOIN customers c ON c.merchant_id = s.merchant_id AND c.id = s.customer_id
    LEFT JOIN people ON people.address = c.address
    ORDER BY s.merchant_id, s.id
    FOR NO KEY UPDATE OF s`;
}

/** All payments of the subscriptions that count: settled, without a flag. */
export async function readCountedPayments(
  tx: Tx,
  keys: readonly SubscriptionKey[],
): Promise<(CountedPayment & { readonly subscriptionId: string })[]> {
  return tx.$queryRaw`
    SELECT p.id, p.subscription_id AS "subscriptionId", p.confirmed_at AS "confirmedAt", p.periods
    FROM (
      SELECT DISTINCT "merchantId", "subscriptionId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "subscriptionId" text)
    ) k
    JOIN payments p ON p.merchant_id = k."merchantId" AND p.subscription_id = k."subscriptionId"
    WHERE p.status = 'settled' AND p.flag IS NULL`;
}

export async function writeStates(
  tx: Tx,
  states: readonly (SubscriptionState & { readonly merchantId: string; readonly id: string })[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE subscriptions s
    SET status = r.status, anchor_at = r."anchorAt", paid_periods = r."paidPeriods",
      paid_through = r."paidThrough", updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(states)}::jsonb) AS r("merchantId" text, id text, status text,
      "anchorAt" timestamptz, "paidPeriods" int, "paidThrough" timestamptz)
    WHERE s.merchant_id = r."merchantId" AND s.id = r.id
      AND (s.status, s.anchor_at, s.paid_periods, s.paid_through)
        IS DISTINCT FROM (r.status, r."anchorAt", r."paidPeriods", r."paidThrough")`;
}
