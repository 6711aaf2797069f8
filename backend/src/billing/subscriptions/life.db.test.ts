import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { showEntitlement } from '../entitlements/show-entitlement.ts';
import { reportPayments } from '../payments/report-payments.ts';
import { activatePlan } from '../plans/activate-plan.ts';
import { addPrice, archivePrice } from '../plans/change-prices.ts';
import { createPlan } from '../plans/create-plan.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { createTestBilling, MONTHLY, mintReport, type TestBilling } from '../testing.ts';
import { cancelSubscription, keepSubscription } from './cancel-subscription.ts';
import { lapseSubscriptions } from './lapse-subscriptions.ts';
import { pauseSubscription, resumeSubscription } from './pause-subscription.ts';
import { showSubscription } from './show-subscription.ts';
import { startSubscription } from './start-subscription.ts';
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

/** A plan in euros that is not on the chain, and its price. */
async function euroPlan(fields: { trialDays?: number; setupFee?: bigint } = {}) {
  const { services, owner, merchant, database } = billing;
  const { planId: id } = await createPlan(services, owner, merchant, {
    name: 'Support',
    prices: [{ amount: 900n, currency: 'EUR', interval: MONTHLY, ...fields }],
  });
  await activatePlan(services, merchant, id);
  const { id: priceId } = await database.client.price.findFirstOrThrow({ where: { planId: id } });
  return { planId: id, priceId };
}

test('a plan that is not on the chain is sold by invoices, seats and setup fee included', async () => {
  const { services, database } = billing;
  const { priceId } = await euroPlan({ setupFee: 500n });
  const person = await billing.newPerson();
  const started = await startSubscription(services, person, { priceId, quantity: 3 });
  expect(await startSubscription(services, person, { priceId, quantity: 3 })).toEqual(started);
  const invoice = await database.client.invoice.findUniqueOrThrow({
    where: { id: started.invoiceId ?? '' },
    include: { lines: true },
  });
  expect(invoice).toMatchObject({ status: 'open', kind: 'first', currency: 'EUR', periods: 1 });
  expect(invoice.total.toFixed()).toBe('3200');
  expect(invoice.lines.map(({ kind, quantity }) => [kind, quantity])).toEqual([
    ['plan', 3],
    ['setup_fee', 1],
  ]);
});

test('a trial grants at once, is had once, and is invoiced before it ends', async () => {
  const { services, clock, merchant, database } = billing;
  const { priceId } = await euroPlan({ trialDays: 14 });
  const person = await billing.newPerson();
  const { subscriptionId, invoiceId } = await startSubscription(services, person, { priceId });
  expect(invoiceId).toBeNull();
  const show = () => showSubscription(database.client, person, subscriptionId);
  const trialEndsAt = new Date(clock.now().getTime() + 14 * DAY_MS);
  expect(await show()).toMatchObject({ status: 'trialing', trialEndsAt, paidThrough: trialEndsAt });
  expect((await showEntitlement(services, person, { merchantId: merchant.merchantId })).active).toBe(true);
  clock.advanceTo(new Date(trialEndsAt.getTime() - 3 * DAY_MS));
  await invoiceRenewals(services);
  const renewals = await database.client.invoice.findMany({ where: { subscriptionId } });
  expect(renewals).toMatchObject([{ kind: 'renewal', status: 'open', periodStart: trialEndsAt }]);
  clock.advanceTo(trialEndsAt);
  await lapseSubscriptions(services);
  expect(await show()).toMatchObject({ status: 'past_due' });
  await cancelSubscription(services, person, subscriptionId);
  expect((await startSubscription(services, person, { priceId })).invoiceId).not.toBeNull();
});

test('a new price touches nobody who has the plan, and an archived one cannot be bought', async () => {
  const { services, merchant, database } = billing;
  const { planId: id, priceId } = await euroPlan();
  const person = await billing.newPerson();
  const { subscriptionId } = await startSubscription(services, person, { priceId });
  const newer = await addPrice(services, merchant, id, {
    amount: 1_500n,
    currency: 'EUR',
    interval: MONTHLY,
  });
  await archivePrice(services, merchant, id, priceId);
  expect(
    await database.client.subscription.findUniqueOrThrow({ where: { id: subscriptionId } }),
  ).toMatchObject({
    priceId,
  });
  const another = await billing.newPerson();
  await expect(startSubscription(services, another, { priceId })).rejects.toMatchObject({
    code: 'PLAN_NOT_BUYABLE',
  });
  expect((await startSubscription(services, another, newer)).invoiceId).not.toBeNull();
  await expect(archivePrice(services, merchant, id, newer.priceId)).rejects.toMatchObject({
    code: 'PLAN_STATE',
  });
});
