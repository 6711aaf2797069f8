import { COSIGN_REQUIRED, findTransactions } from '../charms/index.ts';
import type { WebhookEvent, WebhookEventSource } from '../webhooks/index.ts';
import { readCreditNotes } from './credit-notes/credit-note.repository.ts';
import { formatCreditNoteNumber } from './credit-notes/credit-note.ts';
import { readCustomers } from './customers/customer.repository.ts';
import { readInvoices } from './invoices/invoice.repository.ts';
import { amountDue } from './invoices/invoice.ts';
import { INVOICE_CHANGES } from './invoices/invoice-events.ts';
import { readPayments } from './payments/payment.repository.ts';
import { PAYMENT_FAILURES } from './payments/payment.ts';
import { readPlans } from './plans/plan.repository.ts';
import { readRefunds } from './refunds/refund.repository.ts';
import { readSubscriptions } from './subscriptions/subscription.repository.ts';
import { SUBSCRIPTION_CHANGES } from './subscriptions/subscription-events.ts';

/** Rows that belong to the merchants whose events are about them. */
function owned<Row extends { readonly merchantId: string; readonly id: string }>(
  events: readonly WebhookEvent[],
  rows: readonly Row[],
): Row[] {
  const merchantOf = new Map(events.map(({ subjectId, merchantId }) => [subjectId, merchantId]));
  return rows.filter(({ id, merchantId }) => merchantOf.get(id) === merchantId);
}

const keysOf = (events: readonly WebhookEvent[]) =>
  events.map(({ merchantId, subjectId }) => ({ merchantId, id: subjectId }));

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
  types: ['updated', ...SUBSCRIPTION_CHANGES].map((verb) => `subscription.${verb}`),
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
          accessUntil: iso(subscription.accessUntil),
          quantity: subscription.quantity,
          trialEndsAt: iso(subscription.trialEndsAt),
          pausedAt: iso(subscription.pausedAt),
          cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
          canceledAt: iso(subscription.canceledAt),
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

const invoiceSource: WebhookEventSource = {
  object: 'invoice',
  version: 1,
  types: ['updated', ...INVOICE_CHANGES].map((verb) => `invoice.${verb}`),
  async snapshots(tx, events) {
    const invoices = await readInvoices(tx, keysOf(events));
    return new Map(
      invoices.map((invoice) => [
        invoice.id,
        {
          id: invoice.id,
          number: invoice.number,
          status: invoice.status,
          kind: invoice.kind,
          customerId: invoice.customerId,
          subscriptionId: invoice.subscriptionId,
          currency: invoice.currency,
          subtotal: invoice.subtotal.toString(),
          tax: invoice.tax.toString(),
          total: invoice.total.toString(),
          paid: invoice.paid.toString(),
          credit: invoice.credit.toString(),
          overpaid: invoice.overpaid.toString(),
          amountDue: amountDue(invoice).toString(),
          paidLate: invoice.paidLate,
          periods: invoice.periods,
          periodStart: iso(invoice.periodStart),
          periodEnd: iso(invoice.periodEnd),
          dueAt: iso(invoice.dueAt),
          openedAt: iso(invoice.openedAt),
          paidAt: iso(invoice.paidAt),
          closedAt: iso(invoice.closedAt),
          createdAt: iso(invoice.createdAt),
        },
      ]),
    );
  },
};

const customerSource: WebhookEventSource = {
  object: 'customer',
  version: 1,
  types: ['customer.updated'],
  async snapshots(tx, events) {
    const customers = await readCustomers(tx, keysOf(events));
    return new Map(
      customers.map(({ id, address, name, email, createdAt }) => [
        id,
        { id, address, name, email, createdAt: iso(createdAt) },
      ]),
    );
  },
};

const refundSource: WebhookEventSource = {
  object: 'refund',
  version: 1,
  types: ['refund.requested', 'refund.sent', 'refund.canceled'],
  async snapshots(tx, events) {
    const refunds = await readRefunds(tx, keysOf(events));
    return new Map(
      refunds.map((refund) => [
        refund.id,
        {
          id: refund.id,
          status: refund.status,
          invoiceId: refund.invoiceId,
          paymentId: refund.paymentId,
          creditNoteId: refund.creditNoteId,
          rail: refund.rail,
          amount: refund.amount.toString(),
          currency: refund.currency,
          reference: refund.reference,
          createdAt: iso(refund.createdAt),
          sentAt: iso(refund.sentAt),
          canceledAt: iso(refund.canceledAt),
        },
      ]),
    );
  },
};

const creditNoteSource: WebhookEventSource = {
  object: 'credit_note',
  version: 1,
  types: ['credit_note.created'],
  async snapshots(tx, events) {
    const notes = await readCreditNotes(tx, keysOf(events));
    return new Map(
      notes.map((note) => [
        note.id,
        {
          id: note.id,
          number: formatCreditNoteNumber(note.number),
          invoiceId: note.invoiceId,
          amount: note.amount.toString(),
          tax: note.tax.toString(),
          destination: note.destination,
          createdAt: iso(note.createdAt),
        },
      ]),
    );
  },
};

const transactionSource: WebhookEventSource = {
  object: 'transaction',
  version: 1,
  types: [COSIGN_REQUIRED],
  async snapshots(tx, events) {
    const transactions = await findTransactions(
      tx,
      events.map(({ subjectId }) => subjectId),
    );
    return new Map(
      owned(events, transactions).map((transaction) => [
        transaction.id,
        {
          id: transaction.id,
          status: transaction.status,
          txid: transaction.txid,
          planId: transaction.planId,
          subscriptionId: transaction.subscriptionId,
          amountSats: transaction.amountSats.toString(),
          signBefore: iso(transaction.expiresAt),
          createdAt: iso(transaction.createdAt),
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
  invoiceSource,
  customerSource,
  refundSource,
  creditNoteSource,
  transactionSource,
];
