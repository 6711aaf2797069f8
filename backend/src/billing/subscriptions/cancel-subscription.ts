import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { hasPaymentUnderWay } from '../payments/payment.repository.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { auditManager } from './audit-manager.ts';
import { newestPurchase } from './purchase.ts';
import { recomputeSubscriptions } from './recompute-subscriptions.ts';
import { insertStep } from './step.repository.ts';
import { SubscriptionStateError } from './subscription.errors.ts';
import {
  lockOwnSubscription,
  type SubscriptionManager,
  setCancelAtPeriodEnd,
  setCanceled,
} from './subscription.repository.ts';
import { nextStatus } from './subscription.ts';
import { subscriptionEvents } from './subscription-events.ts';
import type { SubscriptionRow } from './subscription-row.ts';
import { voidOpenInvoices } from './void-open-invoices.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Gives up a subscription: at once, or where its paid time ends. What was never paid ends at once, and with it the
 * transaction that waits for a signature, which its signer alone can call off; the two are separate steps, and a crash
 * between them leaves the subscription incomplete, to be canceled again. Invoices towards which nothing has arrived are voided.
 * @throws NotFoundError, SubscriptionStateError, and what the rail throws when the payment is on its way
 */
export async function cancelSubscription(
  services: Services,
  manager: SubscriptionManager,
  subscriptionId: string,
  { atPeriodEnd = false }: { readonly atPeriodEnd?: boolean } = {},
): Promise<{ readonly subscriptionId: string }> {
  requireId('subscription', subscriptionId);
  const { database, clock, rails } = services;
  const open = await database.transaction(async (tx) => {
    const subscription = await lockCancelable(tx, manager, subscriptionId);
    return newestPurchase(tx, services, subscription);
  });
  const signer = 'kind' in manager && manager.kind === 'person' ? manager : undefined;
  if (open?.stage === 'unsent' && signer) await rails[open.rail]?.cancel(signer, open.reference);

  await database.transaction(async (tx) => {
    const subscription = await lockCancelable(tx, manager, subscriptionId);
    const now = await merchantNow(tx, clock, subscription.merchantId);
    await voidOpenInvoices(tx, now, subscription);
    const granting = subscription.status === 'active' || subscription.status === 'trialing';
    if (atPeriodEnd && granting) {
      await setCancelAtPeriodEnd(tx, subscription, true, now);
      await recordEvents(tx, now, subscriptionEvents(subscription, ['cancel_scheduled']));
      await auditManager(tx, now, manager, 'subscription.canceled', {
        id: subscriptionId,
        atPeriodEnd: true,
      });
      return;
    }
    if (subscription.status === 'incomplete') {
      const left = await newestPurchase(tx, services, subscription);
      if (left && left.stage !== 'failed') throw new SubscriptionStateError('being paid');
    }
    await setCanceled(tx, subscription, now);
    await insertStep(tx, subscription, { kind: 'end', at: now }, now);
    await recomputeSubscriptions(tx, now, [subscription].map(toKey));
    await recordEvents(tx, now, subscriptionEvents(subscription, ['canceled']));
    await auditManager(tx, now, manager, 'subscription.canceled', { id: subscriptionId, atPeriodEnd: false });
  });
  return { subscriptionId };
}

/**
 * Takes back that a subscription is to end with its paid time.
 * @throws NotFoundError, SubscriptionStateError
 */
export async function keepSubscription(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  manager: SubscriptionManager,
  subscriptionId: string,
): Promise<{ readonly subscriptionId: string }> {
  requireId('subscription', subscriptionId);
  await database.transaction(async (tx) => {
    const subscription = await lockOwnSubscription(tx, manager, subscriptionId);
    if (!subscription) throw new NotFoundError('subscription', subscriptionId);
    const { status, cancelAtPeriodEnd } = subscription;
    if (status !== 'active' && status !== 'trialing') throw new SubscriptionStateError(status);
    if (!cancelAtPeriodEnd) return;
    const now = await merchantNow(tx, clock, subscription.merchantId);
    await setCancelAtPeriodEnd(tx, subscription, false, now);
    await recomputeSubscriptions(tx, now, [subscription].map(toKey));
    await recordEvents(tx, now, subscriptionEvents(subscription, ['kept']));
    await auditManager(tx, now, manager, 'subscription.kept', { id: subscriptionId });
  });
  return { subscriptionId };
}

function toKey({ merchantId, id }: SubscriptionRow) {
  return { merchantId, subscriptionId: id };
}

async function lockCancelable(
  tx: Tx,
  manager: SubscriptionManager,
  id: string,
): Promise<SubscriptionRow & { readonly personId: string | null }> {
  const subscription = await lockOwnSubscription(tx, manager, id);
  if (!subscription) throw new NotFoundError('subscription', id);
  if (nextStatus(subscription.status, 'cancel') === undefined) {
    throw new SubscriptionStateError(subscription.status);
  }
  const unpaid = subscription.status === 'incomplete';
  if (unpaid && (await hasPaymentUnderWay(tx, subscription))) throw new SubscriptionStateError('being paid');
  return subscription;
}
