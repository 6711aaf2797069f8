import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { SubscriptionKey } from '../subscriptions/subscription-row.ts';
import { type PaymentRow, readPaymentsOf } from './payment.repository.ts';

/** The newest payments of subscriptions that the caller may see, newest first. */
export const paymentsLoader = createLoader<PlatformServices, SubscriptionKey, PaymentRow[]>(
  async ({ database }, keys) => {
    const payments = new Map<string, PaymentRow[]>();
    for (const payment of await readPaymentsOf(database.client, keys)) {
      if (payment.subscriptionId === null) continue;
      const group = payments.get(payment.subscriptionId);
      if (group) group.push(payment);
      else payments.set(payment.subscriptionId, [payment]);
    }
    return payments;
  },
  ({ subscriptionId }) => subscriptionId,
);
