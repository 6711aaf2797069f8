import type { MerchantScope, SubscriberScope } from '../../identity/index.ts';
import { Prisma, type Reads, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { managedBy, type SubscriptionManager } from '../customers/managed-by.repository.ts';
import { jsonRows } from '../json-rows.ts';
import type { SubscriptionStatus } from './subscription.ts';
import type { SubscriptionSubject } from './subscription-events.ts';
import { SUBSCRIPTION_COLUMNS, type SubscriptionRow } from './subscription-row.ts';

export type { SubscriptionManager };

/** A subscription that the manager may manage. */
export async function findOwnSubscription(
  tx: Tx,
  manager: SubscriptionManager,
  id: string,
): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.$queryRaw<SubscriptionRow[]>`
    SELECT ${SUBSCRIPTION_COLUMNS}
    FROM subscriptions s JOIN customers c ON c.merchant_id = s.merchant_id AND c.id = s.customer_id
    WHERE s.id = ${id} AND ${managedBy(manager)}`;
  return row;
}

/** A subscription that the manager may manage, and its subscriber where known, locked until the transaction ends. */
export async function lockOwnSubscription(
  tx: Tx,
  manager: SubscriptionManager,
  id: string,
): Promise<(SubscriptionRow & { readonly personId: string | null }) | undefined> {
  const [row] = await tx.$queryRaw<(SubscriptionRow & { readonly personId: string | null })[]>`
    SELECT ${SUBSCRIPTION_COLUMNS}, COALESCE(c.person_id, people.id) AS "personId"
    FROM subscriptions s JOIN customers c ON c.merchant_id = s.merchant_id AND c.id = s.customer_id
    LEFT JOIN people ON people.address = c.address
    WHERE s.id = ${id} AND ${managedBy(manager)}
    FOR NO KEY UPDATE OF s`;
  return row;
}

/** The merchant that has a subscription, for asking whether the caller may see it. */
export async function findSubscriptionMerchant(tx: Tx, id: string): Promise<string | undefined> {
  const found = await tx.subscription.findUnique({ where: { id }, select: { merchantId: true } });
  return found?.merchantId;
}

export async function findSubscription(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.$queryRaw<SubscriptionRow[]>`
    SELECT ${SUBSCRIPTION_COLUMNS} FROM subscriptions s WHERE s.merchant_id = ${merchantId} AND s.id = ${id}`;
  return row;
}

export interface SubscriptionFilter {
  readonly status?: SubscriptionStatus | null | undefined;
  readonly planId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
}

/** A merchant's subscriptions, newest first. */
export async function listSubscriptions(
  tx: Reads,
  { merchantId }: MerchantScope,
  page: Page,
  filter: SubscriptionFilter,
): Promise<SubscriptionRow[]> {
  return tx.$queryRaw`
    SELECT ${SUBSCRIPTION_COLUMNS} FROM subscriptions s
    WHERE s.merchant_id = ${merchantId} ${matching(filter)} ${before(page)}
    ORDER BY s.id DESC LIMIT ${page.take}`;
}

/** A subscriber's subscriptions, newest first: of a person at all merchants. */
export async function listOwnSubscriptions(
  tx: Tx,
  subscriber: SubscriberScope,
  page: Page,
  filter: SubscriptionFilter,
): Promise<SubscriptionRow[]> {
  return tx.$queryRaw`
    SELECT ${SUBSCRIPTION_COLUMNS}
    FROM customers c JOIN subscriptions s ON s.merchant_id = c.merchant_id AND s.customer_id = c.id
    WHERE ${managedBy(subscriber)} ${matching(filter)} ${before(page)}
    ORDER BY s.id DESC LIMIT ${page.take}`;
}

/** Subscriptions by ids that came from rows the caller may see. */
export async function readSubscriptions(tx: Tx, ids: readonly string[]): Promise<SubscriptionRow[]> {
  return tx.$queryRaw`SELECT ${SUBSCRIPTION_COLUMNS} FROM subscriptions s WHERE s.id = ANY(${[...ids]})`;
}

/** The subscriptions that these transactions paid for, by transaction id. */
export async function readPaidSubscriptions(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly transactionId: string }[],
): Promise<Map<string, SubscriptionRow>> {
  const rows = await tx.$queryRaw<(SubscriptionRow & { transactionId: string })[]>`
    SELECT ${SUBSCRIPTION_COLUMNS}, p.transaction_id AS "transactionId"
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, "transactionId" text)
    JOIN payments p ON p.merchant_id = k."merchantId" AND p.transaction_id = k."transactionId"
    JOIN subscriptions s ON s.merchant_id = p.merchant_id AND s.id = p.subscription_id`;
  return new Map(rows.map(({ transactionId, ...row }) => [transactionId, row]));
}

/** What a locked subscription, which is not paid yet, is for. */
export async function setSubscriptionTerms(
  tx: Tx,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  {
    priceId,
    quantity,
    metadata,
  }: {
    readonly priceId: string;
    readonly quantity: number;
    readonly metadata: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await tx.subscription.update({
    where: { merchantId_id: { merchantId, id } },
    data: { priceId, quantity, metadata },
  });
}

/** What a locked subscription is from its next period on; null is what it is. */
export async function setPendingChange(
  tx: Tx,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  change: { readonly priceId: string; readonly quantity: number } | null,
  now: Date,
): Promise<void> {
  await tx.subscription.update({
    where: { merchantId_id: { merchantId, id } },
    data: {
      pendingPriceId: change?.priceId ?? null,
      pendingQuantity: change?.quantity ?? null,
      updatedAt: now,
    },
  });
}

/** Has up to `limit` living subscriptions at one price change to another with their next period. */
export async function setPendingPrices(
  tx: Tx,
  { merchantId }: MerchantScope,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
  now: Date,
): Promise<SubscriptionSubject[]> {
  return tx.$queryRaw`
    WITH moving AS (
      SELECT merchant_id, id FROM subscriptions
      WHERE merchant_id = ${merchantId} AND price_id = ${from} AND pending_price_id IS DISTINCT FROM ${to}
        AND status NOT IN ('incomplete', 'canceled', 'expired')
      ORDER BY id LIMIT ${limit} FOR NO KEY UPDATE
    ), moved AS (
      UPDATE subscriptions s SET pending_price_id = ${to}, pending_quantity = s.quantity, updated_at = ${now}::timestamptz
      FROM moving WHERE s.merchant_id = moving.merchant_id AND s.id = moving.id
      RETURNING s.merchant_id, s.id, s.customer_id
    )
    SELECT moved.merchant_id AS "merchantId", moved.id, COALESCE(c.person_id, people.id) AS "personId"
    FROM moved
    JOIN customers c ON c.merchant_id = moved.merchant_id AND c.id = moved.customer_id
    LEFT JOIN people ON people.address = c.address`;
}

/** Marks a locked subscription as over. Its step is to be noted too. */
export async function setCanceled(
  tx: Tx,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  now: Date,
): Promise<void> {
  await tx.subscription.update({
    where: { merchantId_id: { merchantId, id } },
    data: {
      status: 'canceled',
      canceledAt: now,
      accessUntil: null,
      pausedAt: null,
      renewsAt: null,
      updatedAt: now,
    },
  });
}

/** Whether a locked subscription ends with its paid time; one that does is not renewed. */
export async function setCancelAtPeriodEnd(
  tx: Tx,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  cancelAtPeriodEnd: boolean,
  now: Date,
): Promise<void> {
  await tx.subscription.update({
    where: { merchantId_id: { merchantId, id } },
    data: { cancelAtPeriodEnd, updatedAt: now, ...(cancelAtPeriodEnd ? { renewsAt: null } : {}) },
  });
}

function matching({ status, planId, customerId }: SubscriptionFilter): Prisma.Sql {
  const conditions = [
    ...(status ? [Prisma.sql`AND s.status = ${status}`] : []),
    ...(planId ? [Prisma.sql`AND s.plan_id = ${planId}`] : []),
    ...(customerId ? [Prisma.sql`AND s.customer_id = ${customerId}`] : []),
  ];
  return conditions.length > 0 ? Prisma.join(conditions, ' ') : Prisma.empty;
}

function before({ beforeId }: Page): Prisma.Sql {
  return beforeId ? Prisma.sql`AND s.id < ${beforeId}` : Prisma.empty;
}
