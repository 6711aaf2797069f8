import type { Tx } from '../../platform/database/index.ts';
import {
  insertMissingSubscriptions,
  lockLivingSubscriptions,
  type SubscriptionSeat,
} from './living-subscription.repository.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** The living subscription on a seat, locked. One that is canceled while we wait for it makes room for another. */
export async function takeSeat(
  tx: Tx,
  seat: SubscriptionSeat & { readonly priceId: string },
  now: Date,
): Promise<{ readonly subscription: SubscriptionRow; readonly created: boolean }> {
  for (;;) {
    const [created] = await insertMissingSubscriptions(tx, [seat], now);
    if (created) return { subscription: created, created: true };
    const [subscription] = await lockLivingSubscriptions(tx, [seat]);
    if (subscription) return { subscription, created: false };
  }
}
