import type { Tx } from '../../platform/database/index.ts';
import { OVER } from '../subscriptions/subscription.ts';
import { movePaymentsToLiving, reviveSubscriptions } from './adopt-payments.repository.ts';
import type { ChangedPayment } from './payment.repository.ts';

/**
 * Finds a home for money that arrives for a subscription which was given up meanwhile: the transaction had
 * been handed out before, and its owner signed and sent it after all. It counts for the living subscription
 * of the same customer to the same plan, and where there is none the one that was given up comes back.
 */
export async function adoptPayments(
  tx: Tx,
  now: Date,
  payments: readonly ChangedPayment[],
): Promise<readonly ChangedPayment[]> {
  const stranded = payments.flatMap(({ merchantId, id, subscriptionId, subscriptionStatus }) =>
    subscriptionId !== null && subscriptionStatus !== null && OVER.includes(subscriptionStatus)
      ? [{ merchantId, id, subscriptionId }]
      : [],
  );
  if (stranded.length === 0) return payments;
  await reviveSubscriptions(tx, stranded, now);
  const homes = await movePaymentsToLiving(tx, stranded, now);
  const homeOf = new Map(homes.map(({ id, subscriptionId }) => [id, subscriptionId]));
  return payments.map((payment) => ({
    ...payment,
    subscriptionId: homeOf.get(payment.id) ?? payment.subscriptionId,
  }));
}
