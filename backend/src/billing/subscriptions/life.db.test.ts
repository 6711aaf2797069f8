import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { showEntitlement } from '../entitlements/show-entitlement.ts';
import { reportPayments } from '../payments/report-payments.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { cancelSubscription, keepSubscription } from './cancel-subscription.ts';
import { lapseSubscriptions } from './lapse-subscriptions.ts';
import { pauseSubscription, resumeSubscription } from './pause-subscription.ts';
import { showSubscription } from './show-subscription.ts';
import { subscribe } from './subscribe.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let planId: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  planId = await billing.newActivePlan();
});
afterAll(async () => {
  expect((await checkLedger(billing.database)).failed).toBeNull();
  await billing.database.close();
  await testDatabase.drop();
});

const DAY_MS = 86_400_000;

/** Somebody whose first payment of `amount` is settled now. */
async function subscribed(amount = 25_000n) {
  const { services, database, clock, merchant } = billing;
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(services, person, planId);
  const settle = (sats: bigint, news: 'settled' | 'unconfirmed' = 'settled') => {
    const confirmedAt = news === 'settled' ? clock.now() : null;
    const report = mintReport(merchant.merchantId, transactionId, { amount: sats, confirmedAt });
    return database.transaction((tx) => reportPayments(tx, clock.now(), news, [report]));
  };
  await settle(amount);
  billing.charms.stages.set(transactionId, 'sent');
  const show = () => showSubscription(database.client, person, subscriptionId);
  const grants = async () =>
    (await showEntitlement(services, person, { merchantId: merchant.merchantId })).active;
  const invoices = () =>
    database.client.invoice.findMany({ where: { subscriptionId }, orderBy: { id: 'asc' } });
  const credit = async () => {
    const invoice = await database.client.invoice.findFirstOrThrow({ where: { subscriptionId } });
    const account = await database.client.ledgerAccount.findFirst({
      where: { ownerKind: 'customer', ownerId: invoice.customerId, kind: 'credit' },
    });
    return BigInt(account?.balance.toFixed() ?? 0);
  };
  return { person, subscriptionId, transactionId, settle, show, grants, invoices, credit };
}

test('a first payment pays the first invoice, and is booked once', async () => {
  const { invoices, show } = await subscribed();
  const [invoice] = await invoices();
  expect(invoice).toMatchObject({ status: 'paid', kind: 'first', periods: 1, paidAt: billing.clock.now() });
  expect(invoice?.number).toBeGreaterThan(0);
  expect(await show()).toMatchObject({ status: 'active', paidPeriods: 1 });
});

test('invoices of a merchant are numbered without gaps, however many are opened at once', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => billing.newPerson()));
  await Promise.all(people.map((person) => subscribe(billing.services, person, planId)));
  const { merchantId } = billing.merchant;
  const invoices = await billing.database.client.invoice.findMany({
    where: { merchantId },
    orderBy: { number: 'asc' },
  });
  expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, index) => index + 1));
});

test('what is paid too much is credited, and taken back when the chain takes it back', async () => {
  const { settle, credit, invoices, show } = await subscribed(30_000n);
  expect(await credit()).toBe(5_000n);
  expect(await invoices()).toMatchObject([{ status: 'paid' }]);
  await settle(30_000n, 'unconfirmed');
  expect(await credit()).toBe(0n);
  expect(await invoices()).toMatchObject([{ status: 'open', paidAt: null }]);
  expect(await show()).toMatchObject({ status: 'incomplete' });
  await settle(30_000n);
  expect(await credit()).toBe(5_000n);
});

test('canceled at once: nothing is granted any more', async () => {
  const { person, subscriptionId, show, grants } = await subscribed();
  expect(await grants()).toBe(true);
  await cancelSubscription(billing.services, person, subscriptionId);
  expect(await show()).toMatchObject({
    status: 'canceled',
    paidThrough: null,
    canceledAt: billing.clock.now(),
  });
  expect(await grants()).toBe(false);
});

test('canceled at the period’s end: it runs to there, unless it is kept', async () => {
  const { person, subscriptionId, show, grants } = await subscribed();
  const { services, clock, database } = billing;
  await cancelSubscription(services, person, subscriptionId, { atPeriodEnd: true });
  expect(await show()).toMatchObject({ status: 'active', cancelAtPeriodEnd: true });
  const renewsAt = async () =>
    (await database.client.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).renewsAt;
  expect(await renewsAt()).toBeNull();
  await keepSubscription(services, person, subscriptionId);
  expect(await renewsAt()).not.toBeNull();
  await cancelSubscription(services, person, subscriptionId, { atPeriodEnd: true });
  expect(await grants()).toBe(true);
  clock.advanceBy(31 * DAY_MS);
  await lapseSubscriptions(services);
  expect(await show()).toMatchObject({ status: 'canceled' });
  expect(await grants()).toBe(false);
});

test('paused: nothing is granted and nothing is lost', async () => {
  const { person, subscriptionId, show, grants } = await subscribed();
  const { services, clock } = billing;
  const { paidThrough } = await show();
  clock.advanceBy(10 * DAY_MS);
  await pauseSubscription(services, person, subscriptionId);
  expect(await show()).toMatchObject({ status: 'paused', pausedAt: clock.now(), paidThrough });
  expect(await grants()).toBe(false);
  clock.advanceBy(100 * DAY_MS);
  await lapseSubscriptions(services);
  await resumeSubscription(services, person, subscriptionId);
  expect(await show()).toMatchObject({
    status: 'active',
    paidThrough: new Date((paidThrough?.getTime() ?? 0) + 100 * DAY_MS),
  });
  expect(await grants()).toBe(true);
  await expect(resumeSubscription(services, person, subscriptionId)).rejects.toMatchObject({
    code: 'SUBSCRIPTION_STATE',
  });
});
