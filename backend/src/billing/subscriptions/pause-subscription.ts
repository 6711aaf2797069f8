import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { auditManager } from './audit-manager.ts';
import { recomputeSubscriptions } from './recompute-subscriptions.ts';
import { insertStep } from './step.repository.ts';
import { SubscriptionStateError } from './subscription.errors.ts';
import { lockOwnSubscription, type SubscriptionManager } from './subscription.repository.ts';
import { subscriptionEvents } from './subscription-events.ts';
import { voidOpenInvoices } from './void-open-invoices.ts';

type Services = Pick<BillingServices, 'database' | 'clock'>;

/**
 * Stops a subscription: it grants nothing, is not invoiced, and what is left of its paid time is kept.
 * @throws NotFoundError, SubscriptionStateError
 */
export function pauseSubscription(services: Services, manager: SubscriptionManager, subscriptionId: string) {
  return step(services, manager, subscriptionId, 'pause');
}

/**
 * Takes a paused subscription up again, with what was left of its paid time.
 * @throws NotFoundError, SubscriptionStateError
 */
export function resumeSubscription(services: Services, manager: SubscriptionManager, subscriptionId: string) {
  return step(services, manager, subscriptionId, 'resume');
}

async function step(
  { database, clock }: Services,
  manager: SubscriptionManager,
  subscriptionId: string,
  kind: 'pause' | 'resume',
): Promise<{ readonly subscriptionId: string }> {
  requireId('subscription', subscriptionId);
  await database.transaction(async (tx) => {
    const subscription = await lockOwnSubscription(tx, manager, subscriptionId);
    if (!subscription) throw new NotFoundError('subscription', subscriptionId);
    const { merchantId, status, paidThrough } = subscription;
    const now = await merchantNow(tx, clock, merchantId);
    const possible =
      kind === 'pause'
        ? status === 'active' && paidThrough !== null && paidThrough > now
        : status === 'paused';
    if (!possible) throw new SubscriptionStateError(status);
    if (kind === 'pause') await voidOpenInvoices(tx, now, subscription);
    await insertStep(tx, subscription, { kind, at: now }, now);
    await recomputeSubscriptions(tx, now, [{ merchantId, subscriptionId }]);
    const change = kind === 'pause' ? 'paused' : 'resumed';
    await recordEvents(tx, now, subscriptionEvents(subscription, [change]));
    await auditManager(tx, now, manager, `subscription.${change}`, { id: subscriptionId });
  });
  return { subscriptionId };
}
