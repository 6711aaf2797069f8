import type { WebhookEvent, WebhookEventSource } from '../webhooks/index.ts';
import { readPayments } from './payments/payment.repository.ts';
import { PAYMENT_FAILURES } from './payments/payment.ts';
import { readPlans } from './plans/plan.repository.ts';
import { readSubscriptions } from './subscriptions/subscription.repository.ts';

/** Rows that belong to the merchants whose events are about them. */
function owned<Row extends { readonly merchantId: string; readonly id: string }>(
  events: readonly WebhookEvent[],
  rows: readonly Row[],
): Row[] {
  const merchantOf = new Map(events.map(({ subjectId, merchantId }) => [subjectId, merchantId]));
  return rows.filter(({ id, merchantId }) => merchantOf.get(id) === merchantId);
}

const iso = (instant: Date | null) => instant?.toISOString() ?? null;

const planSource: WebhookEventSource = {
  object: 'plan',
  version: 1,
  types: ['plan.updated', 'plan.activated', 'plan.deactivated', 'plan.archived'],
  async snapshots(tx, events) {
    const plans = await readPlans(
      tx,
      events.map(({ subjectId }) => subjectId),
    );
    return new Map(
      owned(events, plans).map((plan) => [
        plan.id,
        {
          id: plan.id,
          name: plan.name,
          description: plan.description,
          status: plan.status,
          price: {
            id: plan.price.id,
            amount: plan.price.amount.toString(),
            currency: plan.price.currency,
            interval: { unit: plan.price.interval.unit, count: plan.price.interval.count },
          },
          supplyLimit: plan.supplyLimit?.toString() ?? null,
          createdAt: iso(plan.createdAt),
          activatedAt: iso(plan.activatedAt),
          archivedAt: iso(plan.archivedAt),
        },
      ]),
    );
  },
};

const subscriptionSource: WebhookEventSource = {
  object: 'subscription',
  version: 1,
  types: [
    'subscription.updated',
    'subscription.activated',
    'subscription.renewed',
    'subscription.shortened',
    'subscription.past_due',
    'subscription.canceled',
  ],
  async snapshots(tx, events) {
    const subscriptions = await readSubscriptions(
      tx,
      events.map(({ subjectId }) => subjectId),
    );
    return new Map(
      owned(events, subscriptions).map((subscription) => [
        subscription.id,
        {
          id: subscription.id,
          planId: subscription.planId,
          priceId: subscription.priceId,
          customerId: subscription.customerId,
          status: subscription.status,
          anchorAt: iso(subscription.anchorAt),
          paidPeriods: subscription.paidPeriods,
          paidThrough: iso(subscription.paidThrough),
          createdAt: iso(subscription.createdAt),
          updatedAt: iso(subscription.updatedAt),
        },
      ]),
    );
  },
};

const paymentSource: WebhookEventSource = {
  object: 'payment',
  version: 1,
  types: ['payment.updated', 'payment.settled', ...PAYMENT_FAILURES.map((failure) => `payment.${failure}`)],
  async snapshots(tx, events) {
    const payments = await readPayments(
      tx,
      events.map(({ merchantId, subjectId }) => ({ merchantId, id: subjectId })),
    );
    return new Map(
      payments.map((payment) => [
        payment.id,
        {
          id: payment.id,
          invoiceId: payment.invoiceId,
          subscriptionId: payment.subscriptionId,
          rail: payment.rail,
          status: payment.status,
          amount: payment.amount.toString(),
          currency: payment.currency,
          periods: payment.periods,
          flag: payment.flag,
          confirmedAt: iso(payment.confirmedAt),
          settledAt: iso(payment.settledAt),
          createdAt: iso(payment.createdAt),
        },
      ]),
    );
  },
};

/** What merchants hear of by webhook: add a type to its source, or a source to the list. */
export const billingWebhookSources: readonly WebhookEventSource[] = [
  planSource,
  subscriptionSource,
  paymentSource,
];
