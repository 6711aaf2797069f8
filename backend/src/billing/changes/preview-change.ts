import { NotFoundError } from '../../platform/errors/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { findOwnSubscription, type SubscriptionManager } from '../subscriptions/subscription.repository.ts';
import { type ChangeInput, type PlannedChange, planChange } from './plan-change.ts';

/**
 * What a change of a subscription would come to now. Changing it with the `at` of the preview, within a quarter of
 * an hour, charges exactly that.
 * @throws as `planChange`
 */
export async function previewChange(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  manager: SubscriptionManager,
  subscriptionId: string,
  input: ChangeInput,
): Promise<PlannedChange> {
  requireId('subscription', subscriptionId);
  const subscription = await findOwnSubscription(database.client, manager, subscriptionId);
  if (!subscription) throw new NotFoundError('subscription', subscriptionId);
  const now = await merchantNow(database.client, clock, subscription.merchantId);
  return planChange(database.client, now, subscription, input);
}
