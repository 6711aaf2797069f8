import type { Tx } from '../../platform/database/index.ts';
import { ensureCustomers } from '../customers/customer.repository.ts';
import { readPlans } from '../plans/plan.repository.ts';
import type { PlanRow } from '../plans/plan-row.ts';
import type { RailName } from '../ports.ts';
import {
  insertMissingSubscriptions,
  lockLivingSubscriptions,
} from '../subscriptions/living-subscription.repository.ts';
import { followUp } from './follow-up.ts';
import { insertUnquotedPayments } from './payment.repository.ts';
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
 * to that plan, made where there is none. What becomes of them is reported like that of any other.
 */
export async function recordForeignPayments(
  tx: Tx,
  now: Date,
  payments: readonly ForeignPayment[],
): Promise<void> {
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
      customerId: known(customers.get(nameOf(payment)), payment.address),
      priceId: known<PlanRow>(plans.get(payment.planId), payment.planId).price.id,
    },
  }));
  const seats = seated.map(({ seat }) => seat);
  await insertMissingSubscriptions(tx, seats, now);
  const living = new Map(
    (await lockLivingSubscriptions(tx, seats)).map((each) => [`${each.planId} ${each.customerId}`, each.id]),
  );
  const rows = seated.map(({ payment: { units, ...payment }, seat: { planId, customerId } }) => ({
    ...payment,
    subscriptionId: known(living.get(`${planId} ${customerId}`), planId),
    periods: Number(units < MAX_UNITS ? units : MAX_UNITS),
  }));
  await followUp(tx, now, 'detected', await insertUnquotedPayments(tx, rows, now));
}

function nameOf({ merchantId, address }: { merchantId: string; address: string }): string {
  return `${merchantId} ${address}`;
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`nothing is known of ${name}`);
  return value;
}
