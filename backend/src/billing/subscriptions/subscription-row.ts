import { Prisma } from '../../platform/database/index.ts';
import type { SubscriptionState, SubscriptionStatus } from './subscription.ts';

export interface SubscriptionKey {
  readonly merchantId: string;
  readonly subscriptionId: string;
}

export interface SubscriptionRow extends SubscriptionState {
  readonly merchantId: string;
  readonly id: string;
  readonly planId: string;
  readonly priceId: string;
  readonly customerId: string;
  readonly status: SubscriptionStatus;
  /** How many times what the plan is, such as seats. */
  readonly quantity: number;
  readonly trialEndsAt: Date | null;
  /** Ends where the paid time ends, instead of being renewed. */
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: Date | null;
  /** The price and quantity from the next period on, where they are to change. */
  readonly pendingPriceId: string | null;
  readonly pendingQuantity: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The columns of a `SubscriptionRow`, of the table under the alias `s`. */
export const SUBSCRIPTION_COLUMNS = Prisma.sql`
  s.merchant_id AS "merchantId", s.id, s.plan_id AS "planId", s.price_id AS "priceId",
  s.customer_id AS "customerId", s.status, s.anchor_at AS "anchorAt", s.paid_periods AS "paidPeriods",
  s.paid_through AS "paidThrough", s.access_until AS "accessUntil", s.paused_at AS "pausedAt", s.quantity,
  s.trial_ends_at AS "trialEndsAt", s.cancel_at_period_end AS "cancelAtPeriodEnd", s.canceled_at AS "canceledAt",
  s.pending_price_id AS "pendingPriceId", s.pending_quantity AS "pendingQuantity",
  s.created_at AS "createdAt", s.updated_at AS "updatedAt"`;
