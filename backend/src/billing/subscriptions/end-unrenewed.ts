import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { endSubscriptions } from './end-subscriptions.ts';
import { lockOwnSubscription, setCancelAtPeriodEnd } from './subscription.repository.ts';
import { subscriptionEvents } from './subscription-events.ts';

/**
 * What follows for a subscription when the renewal of its next period has been voided: the period is not sold, hence the
 * subscription ends with its paid time, or at once where that is over. It would otherwise be invoiced for the period
 * again, or stay past due with nothing to pay.
 */
export async function endUnrenewed(
  tx: Tx,
  now: Date,
  scope: MerchantScope,
  { kind, subscriptionId, periodStart }: InvoiceRow,
): Promise<void> {
  if (kind !== 'renewal' || subscriptionId === null || periodStart === null) return;
  const subscription = await lockOwnSubscription(tx, scope, subscriptionId);
  const { merchantId } = scope;
  // Whatever was paid for meanwhile has a renewal of its own.
  if (subscription?.paidThrough?.getTime() !== periodStart.getTime()) return;
  if (subscription.paidThrough <= now) {
    await endSubscriptions(tx, now, [{ merchantId, subscriptionId, input: 'cancel' }]);
  } else if (!subscription.cancelAtPeriodEnd) {
    await setCancelAtPeriodEnd(tx, subscription, true, now);
    await recordEvents(tx, now, subscriptionEvents(subscription, ['cancel_scheduled']));
  }
}
