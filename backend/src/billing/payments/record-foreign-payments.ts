import type { Tx } from '../../platform/database/index.ts';
import { byMerchantNow } from '../clock/merchant-now.ts';
import { ensureCustomers } from '../customers/customer.repository.ts';
import { newInvoice } from '../invoices/new-invoice.ts';
import { openInvoices } from '../invoices/open-invoices.ts';
import { readPlans } from '../plans/plan.repository.ts';
import type { PlanRow } from '../plans/plan-row.ts';
import type { RailName } from '../ports.ts';
import {
  insertMissingSubscriptions,
  lockLivingSubscriptions,
} from '../subscriptions/living-subscription.repository.ts';
import { followUp } from './follow-up.ts';
import { findKnownReferences, insertUnquotedPayments } from './payment.repository.ts';
import type { PaymentFlag } from './payment-report.ts';

/** A payment that was not begun here: somebody made the transaction themselves. */
export interface ForeignPayment {
  readonly rail: RailName;
  readonly merchantId: string;
  readonly planId: string;
  /** Of the customer: an address, or what stands for one. */
  readonly address: string;
  readonly transactionId: string;
  readonly amountSats: bigint;
  /** Periods it pays for. */
  readonly units: bigint;
  readonly flag: PaymentFlag | null;
}

/** More than this is kept as this: a million of the shortest periods are 2,700 years. */
const MAX_UNITS = 1_000_000n;

/**
 * Takes note of payments that nobody was quoted: as detected, for the living subscription of that customer
 * to that plan, made where there is none, each with an invoice of what it paid. What becomes of them is reported like
 * that of any other.
 */
export async function recordForeignPayments(
  tx: Tx,
  now: Date,
  seen: readonly ForeignPayment[],
): Promise<void> {
  for (const part of await byMerchantNow(tx, now, seen)) await record(tx, part.now, part.items);
}

async function record(tx: Tx, now: Date, seen: readonly ForeignPayment[]): Promise<void> {
  const known = await findKnownReferences(tx, seen.map(referenced));
  const payments = seen.filter(({ transactionId }) => !known.has(transactionId));
  if (payments.length === 0) return;
  const plans = new Map(
    (await readPlans(tx, [...new Set(payments.map(({ planId }) => planId))])).map((plan) => [plan.id, plan]),
  );
  const customers = new Map(
    (await ensureCustomers(tx, payments, now)).map((customer) => [nameOf(customer), customer.id]),
  );
  const seated = payments.map((payment) => ({
    payment,
    seat: {
      merchantId: payment.merchantId,
      planId: payment.planId,
      customerId: required(customers.get(nameOf(payment)), payment.address),
      priceId: required<PlanRow>(plans.get(payment.planId), payment.planId).price.id,
    },
  }));
  const seats = seated.map(({ seat }) => seat);
  await insertMissingSubscriptions(tx, seats, now);
  const living = new Map(
    (await lockLivingSubscriptions(tx, seats)).map((each) => [`${each.planId} ${each.customerId}`, each.id]),
  );
  const rows = seated.map(({ payment, seat: { planId, customerId } }) => {
    const { merchantId, units, amountSats, flag } = payment;
    const subscriptionId = required(living.get(`${planId} ${customerId}`), planId);
    const periods = Number(units < MAX_UNITS ? units : MAX_UNITS);
    const { name, price } = required<PlanRow>(plans.get(planId), planId);
    // A price in another currency is owed in full, whatever was minted: the payment counts for what it is worth.
    const priced = price.currency !== CURRENCY;
    const unitAmount = priced ? price.amount : amountSats;
    const quantity = priced ? periods : 1;
    const invoice = newInvoice({
      merchantId,
      kind: 'prepaid',
      customerId,
      subscriptionId,
      currency: priced ? price.currency : CURRENCY,
      lines: [
        { kind: 'plan', description: name, quantity, unitAmount, amount: unitAmount * BigInt(quantity) },
      ],
      periods,
      dueAt: now,
      taxIncluded: true,
    });
    return {
      ...referenced(payment),
      invoice,
      subscriptionId,
      amount: amountSats,
      currency: CURRENCY,
      invoiceAmount: priced ? null : amountSats,
      periods,
      flag,
    };
  });
  await openInvoices(
    tx,
    now,
    rows.map(({ invoice }) => invoice),
  );
  const inserted = await insertUnquotedPayments(
    tx,
    rows.map(({ invoice, ...row }) => ({ ...row, invoiceId: invoice.id })),
    now,
  );
  await followUp(tx, now, 'detected', inserted);
}

/** What mints are paid in. */
const CURRENCY = 'BTC';

function referenced({ merchantId, rail, transactionId }: ForeignPayment) {
  return { merchantId, rail, reference: transactionId, transactionId };
}

function nameOf({ merchantId, address }: { merchantId: string; address: string }): string {
  return `${merchantId} ${address}`;
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`nothing is known of ${name}`);
  return value;
}
