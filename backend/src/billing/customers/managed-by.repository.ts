import type { MerchantScope, SubscriberScope } from '../../identity/index.ts';
import { Prisma } from '../../platform/database/index.ts';

/** Whoever may manage subscriptions: whose they are, and members of their merchant. */
export type SubscriptionManager = SubscriberScope | MerchantScope;

/** Those that are theirs, of the customers under the alias `c`. */
export function managedBy(manager: SubscriptionManager): Prisma.Sql {
  if (!('kind' in manager)) return Prisma.sql`c.merchant_id = ${manager.merchantId}`;
  return manager.kind === 'person'
    ? Prisma.sql`c.address = ${manager.address}`
    : Prisma.sql`c.merchant_id = ${manager.merchantId} AND c.id = ${manager.customerId}`;
}
