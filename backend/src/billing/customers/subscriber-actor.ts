import { type Actor, personActor } from '../../compliance/index.ts';
import type { SubscriberScope } from '../../identity/index.ts';

/** A subscriber as the audit log names them: in the portal nobody but the customer is known. */
export function subscriberActor(subscriber: SubscriberScope): Actor {
  return subscriber.kind === 'person'
    ? personActor(subscriber)
    : { kind: 'customer', id: subscriber.customerId };
}
