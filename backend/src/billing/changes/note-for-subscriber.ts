import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { setAutoRail } from '../collection/auto-rail.repository.ts';
import { auditManager } from '../subscriptions/audit-manager.ts';
import { subscriptionEvents } from '../subscriptions/subscription-events.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-row.ts';
import type { ChangeInput } from './plan-change.ts';

type Subject = SubscriptionRow & { readonly personId: string | null };

/**
 * What a change takes that a merchant makes to somebody's locked subscription: a note of it, notice where it comes with
 * the next period, and an end to paying without asking, which was allowed for what the subscription cost before.
 */
export async function noteForSubscriber(
  tx: Tx,
  now: Date,
  merchant: MerchantScope,
  subscription: Subject,
  { changes, priceId, quantity }: ChangeInput & { readonly changes: readonly string[] },
): Promise<void> {
  const { id } = subscription;
  const dropped = changes.includes('change_dropped');
  await auditManager(tx, now, merchant, dropped ? 'subscription.change_dropped' : 'subscription.changed', {
    id,
    before: { priceId: subscription.priceId, quantity: subscription.quantity },
    after: { priceId, quantity: quantity ?? subscription.quantity },
  });
  if (dropped) return;
  if (changes.includes('change_scheduled')) {
    await recordEvents(tx, now, subscriptionEvents(subscription, ['price_migration']));
  }
  const revoked = await setAutoRail(tx, subscription, null, now);
  if (revoked) await auditManager(tx, now, merchant, 'subscription.auto_pay_revoked', { id, ...revoked });
}
