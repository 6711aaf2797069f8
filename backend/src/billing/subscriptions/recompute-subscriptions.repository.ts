import { Prisma, type Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { IntervalUnit } from '../periods/index.ts';
import type { Grant } from './coverage.ts';
import type { SubscriptionState } from './subscription.ts';
import type { SubscriptionKey } from './subscription-row.ts';

interface StoredTerms {
  readonly intervalUnit: IntervalUnit;
  readonly intervalCount: number;
  readonly graceDays: number;
}

interface LockedSubscription extends SubscriptionState, StoredTerms {
  readonly merchantId: string;
  readonly id: string;
  readonly personId: string | null;
  readonly priceId: string;
  readonly quantity: number;
  readonly cancelAtPeriodEnd: boolean;
  /** Null where the merchant has not said. */
  readonly invoiceLeadHours: number | null;
}

/** A step as it is stored, with the terms that a change brings. Without a time it has not taken effect. */
export interface StoredStep {
  readonly subscriptionId: string;
  readonly number: bigint;
  readonly kind: 'trial' | 'change' | 'pause' | 'resume' | 'end';
  readonly at: Date | null;
  readonly until: Date | null;
  readonly restart: boolean;
  readonly priceId: string | null;
  readonly quantity: number | null;
  readonly intervalUnit: IntervalUnit | null;
  readonly intervalCount: number | null;
  readonly graceDays: number | null;
}

/** The subscriptions with their terms, locked in the order of their ids. */
export async function lockForRecompute(
  tx: Tx,
  keys: readonly SubscriptionKey[],
): Promise<LockedSubscription[]> {
  return tx.$queryRaw`
    SELECT s.merchant_id AS "merchantId", s.id, s.status, s.anchor_at AS "anchorAt",
      s.paid_periods AS "paidPeriods", s.paid_through AS "paidThrough", s.access_until AS "accessUntil",
      s.paused_at AS "pausedAt", s.price_id AS "priceId", s.quantity, s.cancel_at_period_end AS "cancelAtPeriodEnd",
      pr.interval_unit AS "intervalUnit", pr.interval_count AS "intervalCount", pr.grace_days AS "graceDays",
      bp.invoice_lead_hours AS "invoiceLeadHours", COALESCE(c.person_id, people.id) AS "personId"
    FROM (
      SELECT DISTINCT "merchantId", "subscriptionId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "subscriptionId" text)
    ) k
    JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k."subscriptionId"
    JOIN prices pr ON pr.merchant_id = s.merchant_id AND pr.id = s.price_id
    JOIN customers c ON c.merchant_id = s.merchant_id AND c.id = s.customer_id
    LEFT JOIN people ON people.address = c.address
    LEFT JOIN billing_policies bp ON bp.merchant_id = s.merchant_id
    ORDER BY s.merchant_id, s.id
    FOR NO KEY UPDATE OF s`;
}

/**
 * When a step `st` to a price `pr` counts from that takes effect with the payment of an invoice `i`: from where it was
 * to count, or from the payment of a renewal that came after all grace.
 */
const EFFECT_AT = Prisma.sql`CASE WHEN i.kind = 'change' OR i.paid_at <= st.at + pr.grace_days * interval '1 day'
  THEN st.at ELSE i.paid_at END`;

/**
 * All invoices of the subscriptions that are paid and grant periods. What was found to be paid after the subscription
 * had ended counts from its end on; a new period that begins with a change from where the change counts.
 */
export async function readGrants(
  tx: Tx,
  keys: readonly SubscriptionKey[],
): Promise<(Grant & { readonly subscriptionId: string })[]> {
  return tx.$queryRaw`
    SELECT i.completed_number AS "order", i.subscription_id AS "subscriptionId", i.periods,
      coalesce((SELECT ${EFFECT_AT} FROM subscription_steps st
        JOIN prices pr ON pr.merchant_id = st.merchant_id AND pr.id = st.price_id
        WHERE st.merchant_id = i.merchant_id AND st.subscription_id = i.subscription_id AND st.invoice_id = i.id),
        greatest(i.paid_at, (SELECT max(st.at) FROM subscription_steps st WHERE st.merchant_id = i.merchant_id
          AND st.subscription_id = i.subscription_id AND st.kind = 'end' AND st.number < i.completed_number))) AS at
    FROM (
      SELECT DISTINCT "merchantId", "subscriptionId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "subscriptionId" text)
    ) k
    JOIN invoices i ON i.merchant_id = k."merchantId" AND i.subscription_id = k."subscriptionId"
    WHERE i.status = 'paid' AND i.periods > 0`;
}

/** All steps of the subscriptions, in their order. A change that waits for its invoice has the time of its payment. */
export async function readSteps(tx: Tx, keys: readonly SubscriptionKey[]): Promise<StoredStep[]> {
  return tx.$queryRaw`
    SELECT st.subscription_id AS "subscriptionId", st.number, st.kind,
      CASE WHEN st.invoice_id IS NULL THEN st.at WHEN i.status = 'paid' THEN ${EFFECT_AT} END AS at,
      st.until, st.restart, st.price_id AS "priceId", st.quantity, pr.interval_unit AS "intervalUnit",
      pr.interval_count AS "intervalCount", pr.grace_days AS "graceDays"
    FROM (
      SELECT DISTINCT "merchantId", "subscriptionId"
      FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS r("merchantId" text, "subscriptionId" text)
    ) k
    JOIN subscription_steps st ON st.merchant_id = k."merchantId" AND st.subscription_id = k."subscriptionId"
    LEFT JOIN prices pr ON pr.merchant_id = st.merchant_id AND pr.id = st.price_id
    LEFT JOIN invoices i ON i.merchant_id = st.merchant_id AND i.id = st.invoice_id
    ORDER BY st.number`;
}

interface WrittenState extends SubscriptionState {
  readonly merchantId: string;
  readonly id: string;
  readonly priceId: string;
  readonly quantity: number;
  readonly trialEndsAt: Date | null;
  readonly renewsAt: Date | null;
}

/** Writes what subscriptions have become. A renewal time that is in the past finds whether it was invoiced already. */
export async function writeStates(tx: Tx, states: readonly WrittenState[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE subscriptions s
    SET status = r.status, anchor_at = r."anchorAt", paid_periods = r."paidPeriods",
      paid_through = r."paidThrough", access_until = r."accessUntil", paused_at = r."pausedAt",
      price_id = r."priceId", quantity = r.quantity,
      plan_id = (SELECT pr.plan_id FROM prices pr WHERE pr.merchant_id = s.merchant_id AND pr.id = r."priceId"),
      pending_price_id = CASE WHEN (s.pending_price_id, s.pending_quantity) IS DISTINCT FROM (r."priceId", r.quantity)
        THEN s.pending_price_id END,
      pending_quantity = CASE WHEN (s.pending_price_id, s.pending_quantity) IS DISTINCT FROM (r."priceId", r.quantity)
        THEN s.pending_quantity END, trial_ends_at = r."trialEndsAt",
      renews_at = CASE WHEN r."renewsAt" IS NULL OR s.paid_through IS DISTINCT FROM r."paidThrough"
        OR s.status IS DISTINCT FROM r.status THEN r."renewsAt" ELSE coalesce(s.renews_at, r."renewsAt") END,
      updated_at = ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(states)}::jsonb) AS r("merchantId" text, id text, status text,
      "anchorAt" timestamptz, "paidPeriods" int, "paidThrough" timestamptz, "accessUntil" timestamptz,
      "pausedAt" timestamptz, "priceId" text, quantity int, "trialEndsAt" timestamptz, "renewsAt" timestamptz)
    WHERE s.merchant_id = r."merchantId" AND s.id = r.id`;
}
