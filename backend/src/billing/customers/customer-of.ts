import type { SubscriberScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type CustomerRow, ensureCustomer, findCustomer } from './customer.repository.ts';

/**
 * The customer that a subscriber is to a merchant: of a person made when they first buy there; none of a portal session
 * of another merchant.
 */
export async function customerOf(
  tx: Tx,
  subscriber: SubscriberScope,
  merchantId: string,
  now: Date,
): Promise<Pick<CustomerRow, 'id' | 'address' | 'personId'> | undefined> {
  if (subscriber.kind === 'person') {
    const { address, personId } = subscriber;
    return { id: await ensureCustomer(tx, subscriber, merchantId, now), address, personId };
  }
  return subscriber.merchantId === merchantId
    ? findCustomer(tx, subscriber, subscriber.customerId)
    : undefined;
}
