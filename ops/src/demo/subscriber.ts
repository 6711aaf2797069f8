import { type Actor, type Narrate, sign, TRANSACTION, type TransactionView } from './actor.ts';

export interface SubscriptionView {
  readonly id: string;
  readonly status: string;
  readonly paidPeriods: number;
  readonly paidThrough: string | null;
}

export interface Purchase {
  readonly subscription: SubscriptionView;
  readonly transaction: TransactionView;
}

const SUBSCRIPTION = '{ id status paidPeriods paidThrough }';

export function subscribe(subscriber: Actor, planId: string): Promise<Purchase> {
  return subscriber.api.request<Purchase>(
    `mutation ($planId: ID!) {
      subscribe(planId: $planId) { subscription ${SUBSCRIPTION} transaction ${TRANSACTION} }
    }`,
    { planId },
  );
}

export function renew(subscriber: Actor, subscriptionId: string): Promise<Purchase> {
  return subscriber.api.request<Purchase>(
    `mutation ($subscriptionId: ID!) {
      renewSubscription(subscriptionId: $subscriptionId) { subscription ${SUBSCRIPTION} transaction ${TRANSACTION} }
    }`,
    { subscriptionId },
  );
}

/** Signs what a purchase asks to be signed. */
export function pay(subscriber: Actor, { transaction }: Purchase, narrate: Narrate) {
  return sign(subscriber, transaction.id, narrate);
}

/** Waits until this many periods are paid and the subscription is active. */
export function waitForPeriods(
  subscriber: Actor,
  subscriptionId: string,
  paidPeriods: number,
): Promise<SubscriptionView> {
  return subscriber.api.waitFor<SubscriptionView>(
    `subscription ($id: ID!) { subscriptionUpdated(subscriptionId: $id) ${SUBSCRIPTION} }`,
    { id: subscriptionId },
    (subscription) => subscription.status === 'ACTIVE' && subscription.paidPeriods === paidPeriods,
  );
}
