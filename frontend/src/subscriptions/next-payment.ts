import type { SubscriptionFactsFragment } from './subscriptions.generated.ts';

type Known = Pick<
  SubscriptionFactsFragment,
  'status' | 'cancelAtPeriodEnd' | 'paidThrough' | 'trialEndsAt' | 'quantity' | 'pendingChange'
> & { readonly price: Pick<SubscriptionFactsFragment['price'], 'amount' | 'currency'> };

export interface NextPayment {
  readonly at: string;
  /** In the smallest unit, before taxes and credit. */
  readonly amount: bigint;
  readonly currency: string;
}

/** What comes next of a subscription that goes on, with the change it is about to make; undefined when nothing does. */
export function nextPayment(subscription: Known): NextPayment | undefined {
  const { status, cancelAtPeriodEnd, paidThrough, trialEndsAt, pendingChange } = subscription;
  if (cancelAtPeriodEnd || !['ACTIVE', 'TRIALING', 'PAST_DUE'].includes(status)) return undefined;
  const at = status === 'TRIALING' ? trialEndsAt : paidThrough;
  if (at === null) return undefined;
  const { price, quantity } = pendingChange ?? subscription;
  return { at, amount: BigInt(price.amount) * BigInt(quantity), currency: price.currency };
}
