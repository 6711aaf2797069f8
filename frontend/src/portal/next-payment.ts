import type { PortalSubscriptionFragment } from './portal.generated.ts';

type Facts = Pick<
  PortalSubscriptionFragment,
  | 'status'
  | 'price'
  | 'pendingChange'
  | 'quantity'
  | 'paidThrough'
  | 'trialEndsAt'
  | 'cancelAtPeriodEnd'
  | 'canceledAt'
>;

/** What a subscription costs next, in the smallest unit of the currency, before taxes. */
export type NextPayment =
  | { readonly kind: 'none' | 'paused' }
  | { readonly kind: 'over' | 'ends' | 'by hand'; readonly at: string }
  | {
      readonly kind: 'renewal' | 'after trial';
      readonly at: string;
      readonly amount: bigint;
      readonly currency: string;
    };

/** What comes next where no invoice is open: a change that waits for the next period is counted. */
export function nextPayment(subscription: Facts): NextPayment {
  const { status, price, pendingChange, paidThrough, trialEndsAt, canceledAt } = subscription;
  if (status === 'CANCELED' || status === 'EXPIRED') {
    return canceledAt === null ? { kind: 'none' } : { kind: 'over', at: canceledAt };
  }
  if (status === 'PAUSED') return { kind: 'paused' };
  const at = status === 'TRIALING' ? (trialEndsAt ?? paidThrough) : paidThrough;
  if (at === null || status === 'INCOMPLETE') return { kind: 'none' };
  if (subscription.cancelAtPeriodEnd) return { kind: 'ends', at };
  if (price.onChain) return { kind: 'by hand', at };
  const next = pendingChange ?? { price, quantity: subscription.quantity };
  return {
    kind: status === 'TRIALING' ? 'after trial' : 'renewal',
    at,
    amount: BigInt(next.price.amount) * BigInt(next.quantity),
    currency: next.price.currency,
  };
}
