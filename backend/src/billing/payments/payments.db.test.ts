import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts';
import { renewSubscription } from '../subscriptions/renew-subscription.ts';
import { showSubscription } from '../subscriptions/show-subscription.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createTestBilling, mintReport, randomAddress, type TestBilling } from '../testing.ts';
import { readPaymentsOf } from './payment.repository.ts';
import type { PaymentNews } from './payment.ts';
import type { PaymentReport } from './payment-report.ts';
import { type ForeignPayment, recordForeignPayments } from './record-foreign-payments.ts';
import { reportPayments } from './report-payments.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let planId: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  planId = await billing.newActivePlan();
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const at = (text: string) => new Date(text);

async function report(news: PaymentNews, transactionId: string, fields: Partial<PaymentReport> = {}) {
  const { merchantId } = billing.merchant;
  const reports = [mintReport(merchantId, transactionId, fields)];
  await billing.database.transaction((tx) => reportPayments(tx, billing.clock.now(), news, reports));
}

async function subscribed() {
  const person = await billing.newPerson();
  return { person, ...(await subscribe(billing.services, person, planId)) };
}

const show = (of: { person: Parameters<typeof showSubscription>[1]; subscriptionId: string }) =>
  showSubscription(billing.database.client, of.person, of.subscriptionId);

async function paymentsOf(subscriptionId: string) {
  const { merchantId } = billing.merchant;
  return readPaymentsOf(billing.database.client, [{ merchantId, subscriptionId }]);
}

async function eventsOf(subjectId: string) {
  const events = await billing.database.client.event.findMany({
    where: { subjectId },
    orderBy: { id: 'asc' },
  });
  return events.map(({ type }) => type);
}

test('a payment that is broadcast is detected and grants nothing yet', async () => {
  const sub = await subscribed();
  await report('detected', sub.transactionId);
  expect(await paymentsOf(sub.subscriptionId)).toMatchObject([
    { status: 'detected', amount: 25_000n, currency: 'BTC', periods: 1, rail: 'charms', flag: null },
  ]);
  expect(await show(sub)).toMatchObject({ status: 'incomplete', paidThrough: null });
});

test('a settled payment grants its period from the time of its block', async () => {
  const sub = await subscribed();
  const confirmedAt = at('2027-01-31T11:00:00Z');
  await report('detected', sub.transactionId);
  await report('confirmed', sub.transactionId, { confirmedAt });
  expect(await show(sub)).toMatchObject({ status: 'incomplete' });
  await report('settled', sub.transactionId, { confirmedAt });
  expect(await show(sub)).toMatchObject({
    status: 'active',
    anchorAt: confirmedAt,
    paidPeriods: 1,
    paidThrough: at('2027-02-28T11:00:00Z'),
  });
  const [payment] = await paymentsOf(sub.subscriptionId);
  expect(payment).toMatchObject({ status: 'settled', confirmedAt, settledAt: billing.clock.now() });
});

test('a reorganisation takes the period back, and settling again in another block grants it from there', async () => {
  const sub = await subscribed();
  const before = at('2027-01-31T11:00:00Z');
  const after = at('2027-01-31T11:20:00Z');
  await report('settled', sub.transactionId, { confirmedAt: before });
  await report('unconfirmed', sub.transactionId);
  expect(await paymentsOf(sub.subscriptionId)).toMatchObject([
    { status: 'confirming', confirmedAt: null, settledAt: null },
  ]);
  expect(await show(sub)).toMatchObject({
    status: 'incomplete',
    anchorAt: null,
    paidPeriods: 0,
    paidThrough: null,
  });
  await report('confirmed', sub.transactionId, { confirmedAt: after });
  await report('settled', sub.transactionId, { confirmedAt: after });
  expect(await show(sub)).toMatchObject({ status: 'active', paidThrough: at('2027-02-28T11:20:00Z') });
  expect(await eventsOf(sub.subscriptionId)).toEqual([
    'subscription.updated', // begun
    'subscription.updated',
    'subscription.activated',
    'subscription.updated',
    'subscription.shortened',
    'subscription.updated', // confirmed again
    'subscription.updated',
    'subscription.activated',
  ]);
});

test('a renewal moves paid-through by exactly its periods, and losing it moves it back', async () => {
  const sub = await subscribed();
  await report('settled', sub.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  billing.charms.stages.set(sub.transactionId, 'sent');
  const { transactionId } = await renewSubscription(billing.services, sub.person, sub.subscriptionId, 2);
  await report('settled', transactionId, { confirmedAt: at('2027-01-31T11:30:00Z'), amount: 50_000n });
  expect(await show(sub)).toMatchObject({
    anchorAt: at('2027-01-31T11:00:00Z'),
    paidPeriods: 3,
    paidThrough: at('2027-04-30T11:00:00Z'),
  });
  expect(await eventsOf(sub.subscriptionId)).toContain('subscription.renewed');
  // The first payment is lost, not the second: what is left is counted from its own block.
  await report('unconfirmed', sub.transactionId);
  await report('double_spent', sub.transactionId);
  expect(await show(sub)).toMatchObject({
    status: 'active',
    anchorAt: at('2027-01-31T11:30:00Z'),
    paidPeriods: 2,
    paidThrough: at('2027-03-31T11:30:00Z'),
  });
});

test('news told twice changes nothing and is heard once', async () => {
  const sub = await subscribed();
  const confirmedAt = at('2027-01-31T11:00:00Z');
  for (const news of ['detected', 'detected', 'settled', 'settled'] as const) {
    await report(news, sub.transactionId, news === 'settled' ? { confirmedAt } : {});
  }
  const payments = await paymentsOf(sub.subscriptionId);
  expect(payments).toMatchObject([{ status: 'settled' }]);
  expect((await show(sub)).paidPeriods).toBe(1);
  expect(await eventsOf(payments[0]?.id ?? '')).toEqual([
    'payment.updated',
    'payment.updated',
    'payment.settled',
  ]);
});

test('news of transactions that are nobody’s changes nothing', async () => {
  const before = await billing.database.client.event.count();
  await report('settled', newId('transaction'), { confirmedAt: at('2027-01-31T11:00:00Z') });
  await report('dropped', newId('transaction'));
  expect(await billing.database.client.event.count()).toBe(before);
});

test('a dropped payment that the chain holds after all counts', async () => {
  const sub = await subscribed();
  await report('detected', sub.transactionId);
  await report('dropped', sub.transactionId);
  expect(await paymentsOf(sub.subscriptionId)).toMatchObject([{ status: 'dropped' }]);
  await report('confirmed', sub.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  await report('settled', sub.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  expect(await show(sub)).toMatchObject({ status: 'active', paidPeriods: 1 });
});

test('a payment below its quote is a part, and one that the rail has something against counts for nothing', async () => {
  const short = await subscribed();
  const outdated = await subscribed();
  const confirmedAt = at('2027-01-31T11:00:00Z');
  await report('settled', short.transactionId, { confirmedAt, amount: 24_999n });
  await report('settled', outdated.transactionId, { confirmedAt, flag: 'outdated_plan_state' });
  expect(await paymentsOf(short.subscriptionId)).toMatchObject([{ status: 'settled', flag: null }]);
  expect(await paymentsOf(outdated.subscriptionId)).toMatchObject([
    { status: 'settled', flag: 'outdated_plan_state' },
  ]);
  expect(await show(short)).toMatchObject({ status: 'incomplete', paidThrough: null });
  expect(await show(outdated)).toMatchObject({ status: 'incomplete', paidThrough: null });
});

function foreign(fields: Partial<ForeignPayment> = {}): ForeignPayment {
  return {
    rail: 'charms',
    merchantId: billing.merchant.merchantId,
    planId,
    address: randomAddress(),
    transactionId: newId('transaction'),
    amountSats: 25_000n,
    units: 1n,
    flag: null,
    ...fields,
  };
}

const recordForeign = (...payments: ForeignPayment[]) =>
  billing.database.transaction((tx) => recordForeignPayments(tx, billing.clock.now(), payments));

test('a payment made elsewhere makes its customer and subscription, which its person finds once signed in', async () => {
  const payment = foreign({ units: 3n });
  await recordForeign(payment);
  await report('settled', payment.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  const person = await billing.newPerson(payment.address);
  const [row] = await billing.database.client.subscription.findMany({
    where: { customer: { address: payment.address } },
  });
  expect(await show({ person, subscriptionId: row?.id ?? '' })).toMatchObject({
    status: 'active',
    paidPeriods: 3,
    paidThrough: at('2027-04-30T11:00:00Z'),
  });
});

test('payments made elsewhere by one customer in one block count for one subscription, each once', async () => {
  const first = foreign();
  const second = { ...first, transactionId: newId('transaction') };
  await recordForeign(first, second);
  await recordForeign(second);
  const rows = await billing.database.client.payment.findMany({
    where: { subscription: { customer: { address: first.address } } },
  });
  expect(new Set(rows.map(({ transactionId }) => transactionId))).toEqual(
    new Set([first.transactionId, second.transactionId]),
  );
  expect(new Set(rows.map(({ subscriptionId }) => subscriptionId)).size).toBe(1);
  expect(rows).toHaveLength(2);
});

test('a payment made elsewhere by somebody who subscribes here counts for that subscription', async () => {
  const sub = await subscribed();
  const payment = foreign({ address: sub.person.address });
  await recordForeign(payment);
  await report('settled', payment.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  expect(await show(sub)).toMatchObject({ status: 'active', paidPeriods: 1 });
});

test('more units than anybody can use up are counted to the end of time', async () => {
  const payment = foreign({ units: 2n ** 64n - 1n, amountSats: 0n, flag: 'outdated_plan_state' });
  const absurd = foreign({ units: 2n ** 64n - 1n, amountSats: 2_100_000_000_000_000n });
  await recordForeign(payment, absurd);
  await report('settled', absurd.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  const person = await billing.newPerson(absurd.address);
  const [row] = await billing.database.client.subscription.findMany({
    where: { customer: { address: absurd.address } },
  });
  expect(await show({ person, subscriptionId: row?.id ?? '' })).toMatchObject({
    paidPeriods: 1_000_000,
    paidThrough: at('9999-12-31T23:59:59.999Z'),
  });
});

test('a payment for a canceled subscription brings it back', async () => {
  const sub = await subscribed();
  await cancelSubscription(billing.services, sub.person, sub.subscriptionId);
  await report('detected', sub.transactionId);
  expect(await show(sub)).toMatchObject({ status: 'incomplete' });
  await report('settled', sub.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  expect(await show(sub)).toMatchObject({ status: 'active' });
});

test('a payment for a canceled subscription counts for the living one of the same customer', async () => {
  const canceled = await subscribed();
  await cancelSubscription(billing.services, canceled.person, canceled.subscriptionId);
  const living = { ...canceled, ...(await subscribe(billing.services, canceled.person, planId)) };
  expect(living.subscriptionId).not.toBe(canceled.subscriptionId);
  await report('settled', canceled.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  await report('settled', living.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  expect(await show(canceled)).toMatchObject({ status: 'canceled', paidThrough: null });
  expect(await show(living)).toMatchObject({ status: 'active', paidPeriods: 2 });
});

test('a payment lost before its subscription was canceled finds a home when the chain brings it back', async () => {
  const sub = await subscribed();
  await report('detected', sub.transactionId);
  await report('dropped', sub.transactionId);
  billing.charms.stages.set(sub.transactionId, 'failed');
  await cancelSubscription(billing.services, sub.person, sub.subscriptionId);
  const living = { ...sub, ...(await subscribe(billing.services, sub.person, planId)) };
  await report('confirmed', sub.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  await report('settled', sub.transactionId, { confirmedAt: at('2027-01-31T11:00:00Z') });
  expect(await show(living)).toMatchObject({ status: 'active', paidPeriods: 1 });
  expect(await show(sub)).toMatchObject({ status: 'canceled' });
});

test('two canceled subscriptions of one customer that are paid in one block become one', async () => {
  const first = await subscribed();
  await cancelSubscription(billing.services, first.person, first.subscriptionId);
  const second = { ...first, ...(await subscribe(billing.services, first.person, planId)) };
  await cancelSubscription(billing.services, second.person, second.subscriptionId);
  const { merchantId } = billing.merchant;
  const confirmedAt = at('2027-01-31T11:00:00Z');
  const reports = [first, second].map(({ transactionId }) =>
    mintReport(merchantId, transactionId, { confirmedAt }),
  );
  await billing.database.transaction((tx) => reportPayments(tx, billing.clock.now(), 'settled', reports));
  expect(await show(first)).toMatchObject({ status: 'canceled' });
  expect(await show(second)).toMatchObject({ status: 'active', paidPeriods: 2 });
});
