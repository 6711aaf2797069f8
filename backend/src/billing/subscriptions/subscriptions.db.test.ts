import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PersonScope } from '../../identity/index.ts';
import { newId } from '../../platform/ids.ts';
import { showEntitlement } from '../entitlements/show-entitlement.ts';
import type { PaymentNews } from '../payments/payment.ts';
import { recordForeignPayments } from '../payments/record-foreign-payments.ts';
import { reportPayments } from '../payments/report-payments.ts';
import { archivePlan } from '../plans/archive-plan.ts';
import { reportMintsUnconfirmed } from '../plans/report-plan-mints.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { lapseSubscriptions } from './lapse-subscriptions.ts';
import { renewSubscription } from './renew-subscription.ts';
import { showSubscription } from './show-subscription.ts';
import { subscribe } from './subscribe.ts';
import {
  listOwnSubscriptions,
  listSubscriptions,
  lockOwnSubscription,
  setCanceled,
} from './subscription.repository.ts';

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

async function report(news: PaymentNews, transactionId: string, amount = 25_000n) {
  const { merchantId } = billing.merchant;
  const confirmedAt = news === 'settled' || news === 'confirmed' ? billing.clock.now() : null;
  const reports = [mintReport(merchantId, transactionId, { amount, confirmedAt })];
  await billing.database.transaction((tx) => reportPayments(tx, billing.clock.now(), news, reports));
}

const show = (person: PersonScope, id: string) => showSubscription(billing.database.client, person, id);

/** Somebody whose first payment is settled now. */
async function activeSubscriber(plan = planId) {
  const person = await billing.newPerson();
  const purchase = await subscribe(billing.services, person, plan);
  billing.charms.stages.set(purchase.transactionId, 'sent');
  await report('settled', purchase.transactionId);
  return { person, ...purchase };
}

test('subscribing begins an incomplete subscription and the transaction that pays one period', async () => {
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(billing.services, person, planId);
  expect(await show(person, subscriptionId)).toMatchObject({ status: 'incomplete', paidPeriods: 0, planId });
  const order = billing.charms.orders.find((each) => each.transactionId === transactionId);
  expect(order).toMatchObject({
    subscriptionId,
    payer: person,
    periods: 1,
    priceSats: 25_000n,
    payoutAddress: billing.owner.address,
    onChain: { nft: { vout: 0 } },
  });
});

test('nobody buys a plan that pays their own address', async () => {
  await expect(subscribe(billing.services, billing.owner, planId)).rejects.toMatchObject({
    code: 'PLAN_OWN',
  });
  expect(await listOwnSubscriptions(billing.database.client, billing.owner, PAGE, {})).toEqual([]);
});

test('asking again while the payment is under way answers with it, signed or not', async () => {
  const person = await billing.newPerson();
  const first = await subscribe(billing.services, person, planId);
  expect(await subscribe(billing.services, person, planId)).toEqual(first);
  billing.charms.stages.set(first.transactionId, 'sent');
  expect(await subscribe(billing.services, person, planId)).toEqual(first);
});

test('once the payment has failed, asking again begins another for the same subscription', async () => {
  const person = await billing.newPerson();
  const first = await subscribe(billing.services, person, planId);
  billing.charms.stages.set(first.transactionId, 'failed');
  const second = await subscribe(billing.services, person, planId);
  expect(second.subscriptionId).toBe(first.subscriptionId);
  expect(second.transactionId).not.toBe(first.transactionId);
});

test('one person who subscribes many times at the same instant gets one subscription and one transaction', async () => {
  const person = await billing.newPerson();
  const purchases = await Promise.all(
    Array.from({ length: 8 }, () => subscribe(billing.services, person, planId)),
  );
  expect(new Set(purchases.map(({ subscriptionId }) => subscriptionId)).size).toBe(1);
  expect(new Set(purchases.map(({ transactionId }) => transactionId)).size).toBe(1);
  expect(billing.charms.orders.filter(({ payer }) => payer === person)).toHaveLength(1);
});

test('two people who subscribe at the same instant each get their own', async () => {
  const people = [await billing.newPerson(), await billing.newPerson()];
  const [a, b] = await Promise.all(people.map((person) => subscribe(billing.services, person, planId)));
  expect(a?.subscriptionId).not.toBe(b?.subscriptionId);
  expect(a?.transactionId).not.toBe(b?.transactionId);
});

test('whoever is subscribed renews instead of subscribing again', async () => {
  const { person, subscriptionId } = await activeSubscriber();
  await expect(subscribe(billing.services, person, planId)).rejects.toMatchObject({
    code: 'SUBSCRIPTION_EXISTS',
    id: subscriptionId,
  });
});

test('nothing that is not on sale can be bought', async () => {
  const person = await billing.newPerson();
  const draft = await billing.newDraft();
  const archived = await billing.newActivePlan();
  await archivePlan(billing.services, billing.merchant, archived);
  const limited = await billing.newActivePlan({ supplyLimit: 1n });
  await subscribe(billing.services, await billing.newPerson(), limited);
  await billing.database.client.plan.update({ where: { id: limited }, data: { supplyLimit: 0n } });
  const buy = (id: string) => subscribe(billing.services, person, id);
  await expect(buy(draft)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(buy(newId('plan'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(buy('plan_\u0000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(buy(archived)).rejects.toMatchObject({ code: 'PLAN_NOT_BUYABLE', status: 'archived' });
  await expect(buy(limited)).rejects.toMatchObject({ code: 'PLAN_LIMITED', left: 0n });
  expect(await listOwnSubscriptions(billing.database.client, person, PAGE, {})).toEqual([]);
});

const PAGE = { first: 10, take: 11, beforeId: undefined };

test('renewing twice before signing answers with the same transaction; another count must wait', async () => {
  const { person, subscriptionId } = await activeSubscriber();
  const renew = (periods: number) => renewSubscription(billing.services, person, subscriptionId, periods);
  const [first, again] = await Promise.all([renew(1), renew(1)]);
  expect(again).toEqual(first);
  await expect(renew(2)).rejects.toMatchObject({
    code: 'PURCHASE_OPEN',
    transactionId: first?.transactionId,
  });
  billing.charms.stages.set(first?.transactionId ?? '', 'sent');
  const second = await renew(2);
  expect(second.transactionId).not.toBe(first?.transactionId);
  expect(billing.charms.orders.at(-1)).toMatchObject({ periods: 2, priceSats: 25_000n });
});

test.each([0, -1, 25, 1.5, Number.NaN])('a renewal of %s periods is refused', async (periods) => {
  const { person, subscriptionId } = await activeSubscriber();
  await expect(renewSubscription(billing.services, person, subscriptionId, periods)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    field: 'periods',
  });
});

test('an incomplete subscription is not renewed, and nobody renews that of another', async () => {
  const { subscriptionId } = await activeSubscriber();
  const stranger = await billing.newPerson();
  const begun = await subscribe(billing.services, stranger, planId);
  await expect(renewSubscription(billing.services, stranger, begun.subscriptionId, 1)).rejects.toMatchObject({
    code: 'SUBSCRIPTION_STATE',
    status: 'incomplete',
  });
  for (const person of [stranger, billing.owner]) {
    await expect(renewSubscription(billing.services, person, subscriptionId, 1)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
});

test('subscribers of an archived plan may renew it, and of one that is off the chain may not', async () => {
  const plan = await billing.newActivePlan();
  const { person, subscriptionId } = await activeSubscriber(plan);
  await archivePlan(billing.services, billing.merchant, plan);
  await expect(renewSubscription(billing.services, person, subscriptionId, 1)).resolves.toMatchObject({
    subscriptionId,
  });

  const lost = await billing.newActivePlan();
  const other = await activeSubscriber(lost);
  const { merchantId, mintTransactionId } = await billing.database.client.plan.findUniqueOrThrow({
    where: { id: lost },
  });
  const mints = [{ merchantId, planId: lost, transactionId: mintTransactionId ?? '' }];
  await billing.database.transaction((tx) => reportMintsUnconfirmed(tx, billing.clock.now(), mints));
  await expect(
    renewSubscription(billing.services, other.person, other.subscriptionId, 1),
  ).rejects.toMatchObject({ code: 'PLAN_NOT_BUYABLE', status: 'draft' });
});

test('canceling an incomplete subscription calls its transaction off, and makes room for another', async () => {
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(billing.services, person, planId);
  await cancelSubscription(billing.services, person, subscriptionId);
  expect(billing.charms.canceled).toContain(transactionId);
  expect(await show(person, subscriptionId)).toMatchObject({ status: 'canceled' });
  const next = await subscribe(billing.services, person, planId);
  expect(next.subscriptionId).not.toBe(subscriptionId);
});

test('a subscription is not canceled while its first payment is on the way', async () => {
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(billing.services, person, planId);
  const cancel = () => cancelSubscription(billing.services, person, subscriptionId);
  billing.charms.stages.set(transactionId, 'sent');
  await expect(cancel()).rejects.toMatchObject({ code: 'SUBSCRIPTION_STATE', status: 'being paid' });
  await report('detected', transactionId);
  await expect(cancel()).rejects.toMatchObject({ code: 'SUBSCRIPTION_STATE', status: 'being paid' });
  await report('settled', transactionId);
  const stranger = await billing.newPerson();
  await expect(cancelSubscription(billing.services, stranger, subscriptionId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a subscription is not canceled while a payment made elsewhere is on its way', async () => {
  const person = await billing.newPerson();
  const { subscriptionId } = await subscribe(billing.services, person, planId);
  const foreign = {
    rail: 'charms' as const,
    merchantId: billing.merchant.merchantId,
    planId,
    address: person.address,
    transactionId: newId('transaction'),
    amountSats: 25_000n,
    units: 1n,
    flag: null,
  };
  await billing.database.transaction((tx) => recordForeignPayments(tx, billing.clock.now(), [foreign]));
  await expect(cancelSubscription(billing.services, person, subscriptionId)).rejects.toMatchObject({
    code: 'SUBSCRIPTION_STATE',
    status: 'being paid',
  });
});

test('whoever subscribes while their subscription is being canceled waits, and gets a new one', async () => {
  const { database, clock, services } = billing;
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(services, person, planId);
  billing.charms.stages.set(transactionId, 'failed');
  let second: ReturnType<typeof subscribe> | undefined;
  await database.transaction(async (tx) => {
    const held = await lockOwnSubscription(tx, person, subscriptionId);
    if (!held) throw new Error('not there');
    second = subscribe(services, person, planId);
    await vi.waitFor(
      async () => {
        const waiting = await database.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting.rowCount).toBe(1);
      },
      { timeout: 10_000 },
    );
    await setCanceled(tx, held, clock.now());
  });
  const purchase = await second;
  expect(purchase?.subscriptionId).not.toBe(subscriptionId);
  expect(await show(person, subscriptionId)).toMatchObject({ status: 'canceled' });
});

test('a subscription is seen by its owner and the members of its merchant alone', async () => {
  const { person, subscriptionId } = await activeSubscriber();
  for (const viewer of [person, billing.owner]) {
    expect((await show(viewer, subscriptionId)).id).toBe(subscriptionId);
  }
  const stranger = await billing.newPerson();
  for (const id of [subscriptionId, newId('subscription'), '\u0000']) {
    await expect(show(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND', kind: 'subscription' });
  }
});

test('lists are newest first, by status, plan and customer where asked, and of one’s own alone', async () => {
  const other = await createTestBilling(testDatabase.url);
  try {
    const { services, merchant } = other;
    const tx = other.database.client;
    const [planA, planB] = [await other.newActivePlan(), await other.newActivePlan()];
    const [ann, bob] = [await other.newPerson(), await other.newPerson()];
    const a = await subscribe(services, ann, planA);
    const b = await subscribe(services, ann, planB);
    const c = await subscribe(services, bob, planA);
    await cancelSubscription(services, ann, a.subscriptionId);
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
    const all = [a, b, c]
      .map(({ subscriptionId }) => subscriptionId)
      .sort()
      .reverse();
    expect(ids(await listSubscriptions(tx, merchant, PAGE, {}))).toEqual(all);
    expect(ids(await listSubscriptions(tx, merchant, { ...PAGE, take: 1, beforeId: all[0] }, {}))).toEqual([
      all[1],
    ]);
    const listed = await listSubscriptions(tx, merchant, PAGE, { planId: planA, status: 'incomplete' });
    expect(ids(listed)).toEqual([c.subscriptionId]);
    const customerId = listed[0]?.customerId;
    expect(ids(await listSubscriptions(tx, merchant, PAGE, { customerId }))).toEqual([c.subscriptionId]);
    expect(ids(await listOwnSubscriptions(tx, bob, PAGE, {}))).toEqual([c.subscriptionId]);
    expect(ids(await listOwnSubscriptions(tx, ann, PAGE, { status: 'canceled' }))).toEqual([
      a.subscriptionId,
    ]);
    expect(ids(await listSubscriptions(tx, billing.merchant, PAGE, { planId: planA }))).toEqual([]);
  } finally {
    await other.database.close();
  }
});

test('paid time that runs out makes subscriptions past due, all of them whatever the batch, each told once', async () => {
  const other = await createTestBilling(testDatabase.url);
  try {
    const { services, merchant, clock } = other;
    const plan = await other.newActivePlan({ interval: { unit: 'day', count: 1 } });
    const subscriptions = await Promise.all(
      Array.from({ length: 5 }, async () => subscribe(services, await other.newPerson(), plan)),
    );
    const reports = subscriptions.map(({ transactionId }) =>
      mintReport(merchant.merchantId, transactionId, { confirmedAt: clock.now() }),
    );
    await other.database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', reports));
    clock.advanceBy(86_400_000 - 1);
    expect(await lapseSubscriptions(services, { batch: 2 })).toBe(0);
    clock.advanceBy(1);
    const runs = await Promise.all([
      lapseSubscriptions(services, { batch: 2 }),
      lapseSubscriptions(services, { batch: 2 }),
    ]);
    expect(runs[0] + runs[1] + (await lapseSubscriptions(services))).toBe(5);
    const rows = await listSubscriptions(other.database.client, merchant, PAGE, { status: 'past_due' });
    expect(rows).toHaveLength(5);
    const told = await other.database.client.event.count({
      where: { merchantId: merchant.merchantId, type: 'subscription.past_due' },
    });
    expect(told).toBe(5);
  } finally {
    await other.database.close();
  }
});

test('entitlement follows paid time to the millisecond, before any job has run', async () => {
  const other = await createTestBilling(testDatabase.url);
  try {
    const { services, merchant, clock, database } = other;
    const { merchantId } = merchant;
    const plan = await other.newActivePlan({ interval: { unit: 'day', count: 1 } });
    const person = await other.newPerson();
    const ask = (viewer: PersonScope, fields: { address?: string; planId?: string } = {}) =>
      showEntitlement(services, viewer, { merchantId, ...fields });
    expect(await ask(person)).toMatchObject({ active: false, grants: [] });

    const { transactionId, subscriptionId } = await subscribe(services, person, plan);
    expect(await ask(person)).toMatchObject({
      active: false,
      paidThrough: null,
      grants: [{ active: false, subscription: { id: subscriptionId, status: 'incomplete' } }],
    });
    const reports = [mintReport(merchantId, transactionId, { confirmedAt: clock.now() })];
    await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', reports));
    const paidThrough = new Date(clock.now().getTime() + 86_400_000);
    const asMember = await ask(other.owner, { address: person.address.toUpperCase(), planId: plan });
    expect(asMember).toMatchObject({ active: true, paidThrough });
    expect(asMember).toEqual(await ask(person));
    expect(await ask(person, { planId: newId('plan') })).toMatchObject({ active: false, grants: [] });

    clock.advanceTo(new Date(paidThrough.getTime() - 1));
    expect((await ask(person)).active).toBe(true);
    clock.advanceTo(paidThrough);
    expect(await ask(person)).toMatchObject({
      active: false,
      paidThrough: null,
      grants: [{ active: false, subscription: { status: 'active' } }],
    });
    await expect(ask(await other.newPerson(), { address: person.address })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(ask(person, { address: 'nobody' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  } finally {
    await other.database.close();
  }
});
