import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { showEntitlement } from '../entitlements/show-entitlement.ts';
import { reportPayments } from '../payments/report-payments.ts';
import type { AutoPaymentOutcome } from '../ports.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts';
import { lapseSubscriptions } from '../subscriptions/lapse-subscriptions.ts';
import { renewSubscription } from '../subscriptions/renew-subscription.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { dunInvoices } from './dun-invoices.ts';
import { DEFAULT_DUNNING } from './dunning-policy.ts';
import { setDunningPolicy } from './set-dunning-policy.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let planId: string;
/** Fails the statement that is so many away. */
let crashIn = 0;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
beforeEach(async () => {
  const onQuery = () => {
    if (crashIn > 0 && --crashIn === 0) throw new Error('killed');
  };
  billing = await createTestBilling(testDatabase.url, { onQuery });
  planId = await billing.newActivePlan();
});
afterEach(async () => {
  expect((await checkLedger(billing.database)).failed).toBeNull();
  await billing.database.client.invoice.updateMany({ data: { nextDunningAt: null } });
  await billing.database.close();
});
afterAll(() => testDatabase.drop());

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

async function settle(transactionId: string, news: 'detected' | 'settled' | 'unconfirmed' = 'settled') {
  const { database, clock, merchant, charms } = billing;
  const confirmedAt = news === 'settled' ? clock.now() : null;
  const report = mintReport(merchant.merchantId, transactionId, { confirmedAt });
  await database.transaction((tx) => reportPayments(tx, clock.now(), news, [report]));
  charms.stages.set(transactionId, 'sent');
}

/** Somebody who has paid a month and owes the next; the clock stands at the opening of its invoice. */
async function owing(count = 1) {
  const { services, clock, database } = billing;
  const people = await Promise.all(
    Array.from({ length: count }, async () => {
      const person = await billing.newPerson();
      const { subscriptionId, transactionId } = await subscribe(services, person, planId);
      await settle(transactionId);
      return { person, subscriptionId };
    }),
  );
  const [first] = people;
  if (!first) throw new Error('nobody');
  const find = (id = first.subscriptionId) =>
    database.client.subscription.findUniqueOrThrow({ where: { id } });
  const due = (await find()).paidThrough ?? clock.now();
  clock.advanceTo(new Date(due.getTime() - 3 * DAY_MS));
  await invoiceRenewals(services);
  /** A minute's work, so many days after the invoice is due. */
  const workAt = async (days: number, hours = 0) => {
    clock.advanceTo(new Date(due.getTime() + days * DAY_MS + hours * HOUR_MS));
    await lapseSubscriptions(services);
    return dunInvoices(services);
  };
  const renewal = (subscriptionId = first.subscriptionId) =>
    database.client.invoice.findFirstOrThrow({ where: { subscriptionId, kind: 'renewal' } });
  const grants = async () =>
    (await showEntitlement(services, first.person, { merchantId: billing.merchant.merchantId })).active;
  return { ...first, people, due, workAt, find, renewal, grants };
}

/** What was told of a subject, without that it changed. */
async function news(subjectId: string): Promise<string[]> {
  const events = await billing.database.client.event.findMany({
    where: { subjectId, NOT: { type: { endsWith: '.updated' } } },
    orderBy: { id: 'asc' },
  });
  return events.map(({ type, data }) => {
    const days = typeof data === 'object' && data !== null && 'days' in data ? ` ${String(data.days)}` : '';
    return `${type}${days}`;
  });
}

async function pay(subscriptionId: string, person: Parameters<typeof renewSubscription>[1]) {
  const { transactionId } = await renewSubscription(billing.services, person, subscriptionId, 1);
  await settle(transactionId);
}

test('a renewal that is not paid: reminders at each step, then the subscription expires', async () => {
  await billing.database.client.price.updateMany({ where: { planId }, data: { graceDays: 5 } });
  const { subscriptionId, workAt, find, renewal, grants } = await owing();
  const { id } = await renewal();
  for (const [days, taken] of [
    [-1, 0],
    [0, 1],
    [0.5, 0],
    [1, 1],
    [3, 1],
  ] as const) {
    expect([days, await workAt(days)]).toEqual([days, taken]);
  }
  expect(await news(id)).toEqual([
    'invoice.opened',
    'invoice.reminded 0',
    'invoice.overdue 1',
    'invoice.overdue 3',
  ]);
  expect(await find()).toMatchObject({ status: 'past_due' });
  expect(await grants()).toBe(true);
  expect(await workAt(7)).toBe(1);
  expect(await grants()).toBe(false);
  expect(await workAt(14)).toBe(1);
  expect((await news(id)).slice(-2)).toEqual(['invoice.overdue 7', 'invoice.uncollectible']);
  expect(await find()).toMatchObject({ status: 'expired', paidThrough: null, renewsAt: null });
  expect(await renewal()).toMatchObject({ status: 'uncollectible', nextDunningAt: null, dunningStep: 5 });
  expect((await news(subscriptionId)).at(-1)).toBe('subscription.expired');
  expect(await workAt(30)).toBe(0);
});

test('who pays is not reminded any more', async () => {
  const { person, subscriptionId, workAt, find, renewal } = await owing();
  const { id } = await renewal();
  await workAt(1);
  await pay(subscriptionId, person);
  expect(await workAt(20)).toBe(0);
  expect(await news(id)).toEqual(['invoice.opened', 'invoice.overdue 1', 'invoice.paid']);
  expect(await find()).toMatchObject({ status: 'active' });
});

test('what was paid is owed, also when it comes after the subscription has expired', async () => {
  const { person, subscriptionId, due, workAt, find, renewal } = await owing();
  const { transactionId } = await renewSubscription(billing.services, person, subscriptionId, 1);
  await workAt(14);
  expect(await find()).toMatchObject({ status: 'expired' });
  billing.clock.advanceBy(DAY_MS);
  await settle(transactionId);
  expect(await renewal()).toMatchObject({ status: 'paid', paidLate: true });
  const revived = await find();
  expect(revived).toMatchObject({ status: 'active', anchorAt: billing.clock.now() });
  expect(revived.paidThrough?.getTime()).toBeGreaterThan(due.getTime() + 40 * DAY_MS);
});

test('a worker that was away for days sends one reminder, not five', async () => {
  const { workAt, renewal } = await owing();
  const { id } = await renewal();
  await workAt(8);
  expect(await news(id)).toEqual(['invoice.opened', 'invoice.overdue 7']);
});

test('a payment that is under way puts off the end; when it is gone the end comes', async () => {
  const { person, subscriptionId, workAt, find } = await owing();
  const { transactionId } = await renewSubscription(billing.services, person, subscriptionId, 1);
  await settle(transactionId, 'detected');
  await workAt(14);
  expect(await find()).toMatchObject({ status: 'past_due' });
  await billing.database.client.payment.updateMany({ where: { transactionId }, data: { status: 'dropped' } });
  expect(await workAt(14, 0.5)).toBe(0);
  expect(await workAt(14, 1)).toBe(1);
  expect(await find()).toMatchObject({ status: 'expired' });
});

test('a payment that the chain takes back for good is asked for anew', async () => {
  const { person, subscriptionId, workAt, find, renewal } = await owing();
  const { id } = await renewal();
  await workAt(0);
  const { transactionId } = await renewSubscription(billing.services, person, subscriptionId, 1);
  await settle(transactionId);
  await workAt(20);
  await settle(transactionId, 'unconfirmed');
  await billing.database.client.payment.updateMany({ where: { transactionId }, data: { status: 'dropped' } });
  expect(await renewal()).toMatchObject({ status: 'open', dunningFrom: billing.clock.now() });
  await workAt(21);
  expect(await news(id)).toEqual([
    'invoice.opened',
    'invoice.reminded 0',
    'invoice.paid',
    'invoice.unpaid',
    'invoice.overdue 1',
  ]);
  await workAt(34);
  expect(await find()).toMatchObject({ status: 'expired' });
});

test('the merchant decides what the end is', async () => {
  const { services, merchant } = billing;
  const { subscriptionId, workAt, find, renewal } = await owing();
  await setDunningPolicy(services, merchant, { ...DEFAULT_DUNNING, end: 'keep' });
  await workAt(15);
  expect(await find()).toMatchObject({ status: 'past_due' });
  expect(await renewal()).toMatchObject({ status: 'open', nextDunningAt: null });

  const other = await owing();
  await setDunningPolicy(services, merchant, { ...DEFAULT_DUNNING, end: 'cancel', endDays: 2 });
  await other.workAt(2);
  expect(await other.find()).toMatchObject({ status: 'canceled' });
  expect((await news(other.subscriptionId)).at(-1)).toBe('subscription.canceled');
  expect(await find(subscriptionId)).toMatchObject({ status: 'past_due' });
});

test('a policy that is changed counts for what is open', async () => {
  const { services, merchant } = billing;
  const { workAt, renewal } = await owing();
  const { id } = await renewal();
  await setDunningPolicy(services, merchant, { ...DEFAULT_DUNNING, reminderDays: [2], endDays: 5 });
  await workAt(-2);
  expect(await renewal()).toMatchObject({ dunningStep: 0 });
  await workAt(1);
  await workAt(2);
  expect(await news(id)).toEqual(['invoice.opened', 'invoice.overdue 2']);
});

test('a subscription that is never paid expires after a week, and its invoice is void', async () => {
  const { services, clock, database } = billing;
  const person = await billing.newPerson();
  const { subscriptionId } = await subscribe(services, person, planId);
  const find = () => database.client.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  clock.advanceBy(7 * DAY_MS - 1);
  await dunInvoices(services);
  expect(await find()).toMatchObject({ status: 'incomplete' });
  clock.advanceBy(1);
  await dunInvoices(services);
  expect(await find()).toMatchObject({ status: 'expired' });
  expect(await database.client.invoice.findFirst({ where: { subscriptionId } })).toMatchObject({
    status: 'void',
    nextDunningAt: null,
  });
  const again = await subscribe(services, person, planId);
  expect(again.subscriptionId).not.toBe(subscriptionId);
});

test('a canceled subscription is left alone', async () => {
  const { person, subscriptionId, workAt, renewal } = await owing();
  await cancelSubscription(billing.services, person, subscriptionId);
  expect(await workAt(14)).toBe(0);
  expect(await renewal()).toMatchObject({ status: 'void', nextDunningAt: null });
});

/** Billing whose automatic payments come out as said. */
function paidBy(outcomes: AutoPaymentOutcome[]) {
  const asked: string[] = [];
  const autoPayment = async ({ invoiceId }: { readonly invoiceId: string }) => {
    asked.push(invoiceId);
    return outcomes.shift() ?? 'refused';
  };
  return { asked, services: { ...billing.services, logger: silentLogger, autoPayment } };
}

async function allowing() {
  const life = await owing();
  await billing.database.client.subscription.update({
    where: { id: life.subscriptionId },
    data: { autoRail: 'balance' },
  });
  await billing.database.client.invoice.updateMany({
    where: { subscriptionId: life.subscriptionId, status: 'open' },
    data: { nextDunningAt: billing.clock.now() },
  });
  const at = (days: number, hours = 0) =>
    billing.clock.advanceTo(new Date(life.due.getTime() + days * DAY_MS + hours * HOUR_MS));
  return { ...life, at, id: (await life.renewal()).id };
}

test('what may be paid without asking is tried at each step, and refused ones are told of', async () => {
  const { at, id } = await allowing();
  const { asked, services } = paidBy([]);
  for (const days of [-3, -2, -1, 0, 1, 3, 7]) {
    at(days);
    await dunInvoices(services);
  }
  expect(asked).toEqual([id, id, id, id, id]);
  expect(await news(id)).toEqual([
    'invoice.opened',
    'invoice.auto_payment_refused',
    'invoice.auto_payment_refused',
    'invoice.reminded 0',
    'invoice.auto_payment_refused',
    'invoice.overdue 1',
    'invoice.auto_payment_refused',
    'invoice.overdue 3',
    'invoice.auto_payment_refused',
    'invoice.overdue 7',
  ]);
});

test('a rail that is away is asked again, and nobody is blamed for it until a day later', async () => {
  const { at, id } = await allowing();
  const { asked, services } = paidBy(Array.from({ length: 20 }, () => 'unavailable' as const));
  at(0);
  await dunInvoices(services);
  await dunInvoices(services);
  expect(asked).toHaveLength(1);
  at(0, 0.25);
  await dunInvoices(services);
  expect(asked).toHaveLength(2);
  expect(await news(id)).toEqual(['invoice.opened']);
  at(0, 24);
  await dunInvoices(services);
  at(1, 24);
  await dunInvoices(services);
  expect((await news(id)).at(-1)).toBe('invoice.overdue 1');
});

test('killed at any statement and begun again, and by two workers at once: each step is taken once', async () => {
  const { people, due } = await owing(3);
  billing.clock.advanceTo(new Date(due.getTime() + 1));
  await lapseSubscriptions(billing.services);
  let crashes = 0;
  for (const [step, days] of [0, 1, 3, 7, 14].entries()) {
    billing.clock.advanceTo(new Date(due.getTime() + days * DAY_MS + 1));
    for (let at = 1; ; at++) {
      crashIn = at;
      const killed = await dunInvoices(billing.services, { batch: 2 }).then(
        () => false,
        () => true,
      );
      crashIn = 0;
      if (!killed) break;
      crashes++;
    }
    await Promise.all([dunInvoices(billing.services, { batch: 1 }), dunInvoices(billing.services)]);
    for (const { subscriptionId } of people) {
      const invoice = await billing.database.client.invoice.findFirstOrThrow({
        where: { subscriptionId, kind: 'renewal' },
      });
      expect(invoice.dunningStep).toBe(step + 1);
      expect(await news(invoice.id)).toHaveLength(step + 2);
    }
  }
  for (const { subscriptionId } of people) {
    expect((await news(subscriptionId)).filter((type) => type === 'subscription.expired')).toHaveLength(1);
    const ends = await billing.database.client.subscriptionStep.count({
      where: { subscriptionId, kind: 'end' },
    });
    expect(ends).toBe(1);
  }
  expect(crashes).toBeGreaterThan(25);
});

test('two workers at once share what is due', async () => {
  const { people, due } = await owing(6);
  billing.clock.advanceTo(due);
  const shares = await Promise.all(
    Array.from({ length: 3 }, () => dunInvoices(billing.services, { batch: 2 })),
  );
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(6);
  for (const { subscriptionId } of people) {
    const { id } = await billing.database.client.invoice.findFirstOrThrow({
      where: { subscriptionId, kind: 'renewal' },
    });
    expect(await news(id)).toEqual(['invoice.opened', 'invoice.reminded 0']);
  }
});
