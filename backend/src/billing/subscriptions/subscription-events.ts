import type { NewEvent } from '../../platform/events/index.ts';
import type { SubscriptionState } from './subscription.ts';

export interface SubscriptionSubject {
  readonly merchantId: string;
  readonly id: string;
  /** The subscriber, where known. */
  readonly personId: string | null;
}

/** Changes of a subscription that have a name of their own. */
export const SUBSCRIPTION_CHANGES = [
  'trial_started',
  'activated',
  'renewed',
  'shortened',
  'past_due',
  'cancel_scheduled',
  'kept',
  'canceled',
  'expired',
  'changed',
  'change_scheduled',
  'change_dropped',
  'price_migration',
  'paused',
  'resumed',
] as const;
type Change = (typeof SUBSCRIPTION_CHANGES)[number];

/** The news of a subscription: that something changed, and what it was where that has a name of its own. */
export function subscriptionEvents(
  { merchantId, id, personId }: SubscriptionSubject,
  changes: readonly Change[] = [],
): NewEvent[] {
  return ['updated', ...changes].map((verb) => ({
    type: `subscription.${verb}`,
    subjectId: id,
    merchantId,
    personId,
  }));
}

/**
 * What a change amounts to. `activated`: it grants for the first time. `renewed`: paid further than before.
 * `shortened`: paid less far, since the chain took a payment back. `past_due`: the paid time is over.
 */
export function changesBetween(before: SubscriptionState, after: SubscriptionState): Change[] {
  const changes: Change[] = [];
  const [was, is] = [before.paidThrough?.getTime(), after.paidThrough?.getTime()];
  if (was !== undefined && (is === undefined || is < was)) changes.push('shortened');
  if (is !== undefined && was === undefined)
    changes.push(after.status === 'trialing' ? 'trial_started' : 'activated');
  if (before.status === 'trialing' && after.status === 'active') changes.push('activated');
  if (is !== undefined && was !== undefined && is > was) changes.push('renewed');
  if (after.status === 'past_due' && before.status !== 'past_due') changes.push('past_due');
  return changes;
}
