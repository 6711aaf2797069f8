import type { Tx } from '../../platform/database/index.ts';
import { type CountedPayment } from './coverage.ts';
import { lockForRecompute, readCountedPayments, writeStates } from './recompute-subscriptions.repository.ts';
import { recompute } from './subscription.ts';
import { changesBetween, type SubscriptionSubject } from './subscription-events.ts';
import type { SubscriptionKey } from './subscription-row.ts';

export interface RecomputedSubscription extends SubscriptionSubject {
  readonly changes: ReturnType<typeof changesBetween>;
}

/**
 * Works out afresh what subscriptions are, from all of their payments that count. Three statements however
 * many there are. Run after any change of what counts; running it again changes nothing.
 */
export async function recomputeSubscriptions(
  tx: Tx,
  now: Date,
  keys: readonly SubscriptionKey[],
): Promise<RecomputedSubscription[]> {
  const subscriptions = await lockForRecompute(tx, keys);
  const paymentsOf = new Map<string, CountedPayment[]>();
  for (const payment of await readCountedPayments(tx, keys)) {
    const payments = paymentsOf.get(payment.subscriptionId);
    if (payments) payments.push(payment);
    else paymentsOf.set(payment.subscriptionId, [payment]);
  }
  const recomputed = subscriptions.map((before) => {
    const { merchantId, id, status, intervalUnit: unit, intervalCount: count } = before;
    const after = recompute(status, paymentsOf.get(id) ?? [], { unit, count }, now);
    return { merchantId, id, personId: before.personId, after, changes: changesBetween(before, after) };
  });
  await writeStates(
    tx,
    recomputed.map(({ merchantId, id, after }) => ({ merchantId, id, ...after })),
    now,
  );
  return recomputed.map(({ after: _, ...each }) => each);
}
