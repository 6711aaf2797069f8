import type { Tx } from '../../platform/database/index.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** Something that happens to a subscription beside its payments. */
export type NewStep =
  | { readonly kind: 'pause' | 'resume' | 'end'; readonly at: Date }
  | { readonly kind: 'trial'; readonly at: Date; readonly until: Date }
  | {
      readonly kind: 'change';
      /** Null when it takes effect with the payment of its invoice. */
      readonly at: Date | null;
      readonly invoiceId: string | null;
      readonly priceId: string;
      readonly quantity: number;
      /** Whether a new run of periods begins. */
      readonly restart: boolean;
    };

/** Notes a step of a locked subscription. */
export async function insertStep(
  tx: Tx,
  { merchantId, id: subscriptionId }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  step: NewStep,
  createdAt: Date,
): Promise<void> {
  await tx.subscriptionStep.create({ data: { ...step, merchantId, subscriptionId, createdAt } });
}

/** Before the first change of a subscription: what it was from its beginning. */
export async function noteBaseline(
  tx: Tx,
  now: Date,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  { priceId, quantity }: { readonly priceId: string; readonly quantity: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO subscription_steps (merchant_id, subscription_id, kind, at, price_id, quantity, created_at)
    SELECT s.merchant_id, s.id, 'change', s.created_at, ${priceId}, ${quantity}::int, ${now}::timestamptz
    FROM subscriptions s
    WHERE s.merchant_id = ${merchantId} AND s.id = ${id} AND NOT EXISTS (
      SELECT FROM subscription_steps st WHERE st.merchant_id = s.merchant_id AND st.subscription_id = s.id
        AND st.kind = 'change')`;
}

/** A change that has taken effect. */
export interface TakenChange {
  readonly at: Date;
  /** When it was asked for, which may be later than when it counts from. */
  readonly askedAt: Date;
  readonly priceId: string;
  readonly quantity: number;
  /** What a whole period costs, all units together, in the currency's smallest unit. */
  readonly amount: bigint;
}

/** The changes of a subscription that have taken effect, in their order; its beginning is the first. */
export async function readTakenChanges(
  tx: Tx,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
): Promise<TakenChange[]> {
  const rows = await tx.$queryRaw<(Omit<TakenChange, 'amount'> & { readonly amount: string })[]>`
    SELECT coalesce(st.at, i.paid_at) AS at, st.created_at AS "askedAt", st.price_id AS "priceId", st.quantity,
      (pr.amount * st.quantity)::text AS amount
    FROM subscription_steps st
    JOIN prices pr ON pr.merchant_id = st.merchant_id AND pr.id = st.price_id
    LEFT JOIN invoices i ON i.merchant_id = st.merchant_id AND i.id = st.invoice_id
    WHERE st.merchant_id = ${merchantId} AND st.subscription_id = ${id} AND st.kind = 'change'
      AND (st.invoice_id IS NULL OR i.status = 'paid')
    ORDER BY 1, st.number`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
