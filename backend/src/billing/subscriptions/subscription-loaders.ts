import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readNewestQuotes } from '../quotes/quote.repository.ts';
import { readPaidSubscriptions, readSubscriptions } from './subscription.repository.ts';
import type { SubscriptionKey, SubscriptionRow } from './subscription-row.ts';

/** Subscriptions by ids that came from rows the caller may see. */
export const subscriptionLoader = createLoader<PlatformServices, SubscriptionRow>(
  async ({ database }, ids) =>
    new Map((await readSubscriptions(database.client, ids)).map((row) => [row.id, row])),
);

/** The subscriptions that transactions paid for, by transactions that the caller may see. */
export const paidSubscriptionLoader = createLoader<
  PlatformServices,
  { readonly merchantId: string; readonly transactionId: string },
  SubscriptionRow
>(
  ({ database }, keys) => readPaidSubscriptions(database.client, keys),
  ({ transactionId }) => transactionId,
);

/** The transaction of the newest purchase of subscriptions that the caller may see. */
export const newestPurchaseLoader = createLoader<PlatformServices, SubscriptionKey, string>(
  ({ database }, keys) => readNewestQuotes(database.client, keys),
  ({ subscriptionId }) => subscriptionId,
);
