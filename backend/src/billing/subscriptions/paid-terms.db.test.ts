import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { dunInvoices } from '../dunning/dun-invoices.ts';
import { reportPayments } from '../payments/report-payments.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { createStory, type Story } from '../testing/story.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { startSubscription } from './start-subscription.ts';

let testDatabase: TestDatabase;
let story: Story;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  story = await createStory(testDatabase.url, { live: true });
});
afterAll(async () => {
  expect((await checkLedger(story.database)).failed).toBeNull();
  await story.database.close();
  await testDatabase.drop();
});

const HOUR_MS = 3_600_000;

/** A subscription whose renewal is about to be paid when a change to a larger price is. */
async function overtaken(name: string) {
  const [small = '', large = ''] = (await story.plan(name, { amount: 1_000n }, { amount: 100_000n }))
    .priceIds;
  const buyer = await story.subscriber(small);
  const { paidThrough } = await buyer.show();
  story.clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - HOUR_MS));
  await invoiceRenewals(story.services);
  const renewal = await story.offer(buyer.person, (await buyer.invoices()).at(-1)?.id ?? '');
  const { invoiceId } = await changeSubscription(story.services, buyer.person, buyer.subscriptionId, {
    priceId: large,
  });
  await story.pay(buyer.person, invoiceId ?? '');
  return { buyer, large, paidThrough, renewal };
}

test('while the first payment is on its way, nobody gets more for it by asking again', async () => {
  const [priceId = ''] = (await story.plan('Seats', { amount: 1_000n })).priceIds;
  const buyer = await story.subscriber(priceId, { pays: false });
  const [first] = await buyer.invoices();
  const payment = await story.offer(buyer.person, first?.id ?? '');
  await story.report('detected', payment);
  const again = startSubscription(story.services, buyer.person, { priceId, quantity: 1_000_000 });
  expect(await again).toMatchObject({ subscriptionId: buyer.subscriptionId, invoiceId: first?.id });
  await story.report('settled', payment);
  expect(await buyer.show()).toMatchObject({ status: 'active', quantity: 1 });
});

test('money for what was given up is credit where something else is bought meanwhile', async () => {
  const [priceId = ''] = (await story.plan('Given up', { amount: 1_000n })).priceIds;
  const buyer = await story.subscriber(priceId, { pays: false });
  const [first] = await buyer.invoices();
  const payment = await story.offer(buyer.person, first?.id ?? '');
  await cancelSubscription(story.services, buyer.person, buyer.subscriptionId);
  const more = await startSubscription(story.services, buyer.person, { priceId, quantity: 1_000_000 });
  await story.report('settled', payment);
  const { database } = story;
  const living = await database.client.subscription.findUniqueOrThrow({ where: { id: more.subscriptionId } });
  expect(living).toMatchObject({ status: 'incomplete', quantity: 1_000_000 });
  expect(await buyer.credit()).toBe(1_000n);
});

test('a change counts for the time that it was worked out for: not for what was bought since', async () => {
  const [small = '', large = ''] = (await story.plan('Sizes', { amount: 1_000n }, { amount: 100_000n }))
    .priceIds;
  const buyer = await story.subscriber(small);
  const { paidThrough } = await buyer.show();
  story.clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - HOUR_MS));
  const { invoiceId } = await changeSubscription(story.services, buyer.person, buyer.subscriptionId, {
    priceId: large,
  });
  const change = await story.offer(buyer.person, invoiceId ?? '');
  await invoiceRenewals(story.services);
  expect((await buyer.bills()).at(-1)).toBe('renewal open 1000');
  await buyer.payNewest();
  await story.report('settled', change);
  expect(await buyer.show()).toMatchObject({ priceId: small });
  expect(await buyer.credit()).toBe(change.amount);
});

test('a renewal at the price before a change pays for no period at the new one', async () => {
  const { buyer, large, paidThrough, renewal } = await overtaken('Kept');
  await story.report('settled', renewal);
  expect(await buyer.show()).toMatchObject({ priceId: large, paidThrough });
  await invoiceRenewals(story.services);
  expect((await buyer.bills()).at(-1)).toBe('renewal open 100000');
});

test('of a renewal and a change that one block pays, one counts and the other is credit', async () => {
  const [small = '', large = ''] = (await story.plan('One block', { amount: 1_000n }, { amount: 100_000n }))
    .priceIds;
  const buyer = await story.subscriber(small);
  const { paidThrough } = await buyer.show();
  story.clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - HOUR_MS));
  const { invoiceId } = await changeSubscription(story.services, buyer.person, buyer.subscriptionId, {
    priceId: large,
  });
  const change = await story.offer(buyer.person, invoiceId ?? '');
  await invoiceRenewals(story.services);
  const renewal = await story.offer(buyer.person, (await buyer.invoices()).at(-1)?.id ?? '');
  await story.database.transaction((tx) =>
    reportPayments(tx, story.clock.now(), 'settled', [change, renewal]),
  );
  const { priceId, paidThrough: until } = await buyer.show();
  expect([priceId === large, until?.getTime() === paidThrough?.getTime()]).not.toEqual([true, false]);
  expect(await buyer.credit()).toBeGreaterThan(0n);
  expect((await buyer.bills()).filter((bill) => / void /.test(bill))).toHaveLength(1);
});

test('what was credited stays credit when the subscription is again what the invoice was for', async () => {
  const [small = '', large = ''] = (await story.plan('To and fro', { amount: 1_000n }, { amount: 2_000n }))
    .priceIds;
  const buyer = await story.subscriber(small);
  const { person, subscriptionId } = buyer;
  const { paidThrough } = await buyer.show();
  story.clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - HOUR_MS));
  await invoiceRenewals(story.services);
  const renewal = (await buyer.invoices()).at(-1)?.id ?? '';
  const [most, rest] = [await story.offer(person, renewal, 999n), await story.offer(person, renewal, 1n)];
  const { invoiceId } = await changeSubscription(story.services, person, subscriptionId, { priceId: large });
  await story.pay(person, invoiceId ?? '');
  await story.report('settled', most);
  expect(await buyer.credit()).toBe(999n);
  await changeSubscription(story.services, person, subscriptionId, { priceId: small });
  await story.report('settled', rest);
  expect(await buyer.show()).toMatchObject({ priceId: small, paidThrough });
  expect(await buyer.credit()).toBeGreaterThanOrEqual(1_000n);
});

test('outdated money that leaves the chain and comes again is credit again, and buys nothing', async () => {
  const { buyer, large, paidThrough, renewal } = await overtaken('Again');
  await story.report('settled', renewal);
  expect(await buyer.credit()).toBe(1_000n);
  await story.report('unconfirmed', renewal);
  expect(await buyer.credit()).toBe(0n);
  await story.report('settled', renewal);
  expect(await buyer.show()).toMatchObject({ priceId: large, paidThrough });
  expect(await buyer.credit()).toBe(1_000n);
});

test('a trial is had once for a plan, whatever it is changed to', async () => {
  const [tried = ''] = (await story.plan('Tried', { amount: 1_000n, trialDays: 14 })).priceIds;
  const [other = ''] = (await story.plan('Other', { amount: 2_000n })).priceIds;
  const buyer = await story.subscriber(tried);
  expect(await buyer.show()).toMatchObject({ status: 'trialing' });
  await changeSubscription(story.services, buyer.person, buyer.subscriptionId, { priceId: other });
  await cancelSubscription(story.services, buyer.person, buyer.subscriptionId);
  const again = await startSubscription(story.services, buyer.person, { priceId: tried });
  expect(again.invoiceId).not.toBeNull();
});

test('time that was used at a dear price is not given back by previews, again and again', async () => {
  const [small = '', large = ''] = (
    await story.plan('Back and forth', { amount: 0n + 1_000n }, { amount: 100_000_000n })
  ).priceIds;
  const buyer = await story.subscriber(small);
  const { person, subscriptionId } = buyer;
  const QUARTER_MS = 15 * 60_000;
  const change = (priceId: string, at?: Date) =>
    changeSubscription(story.services, person, subscriptionId, { priceId, ...(at ? { at } : {}) });
  const cycle = async () => {
    const up = await change(large);
    if (up.invoiceId !== null) await story.pay(person, up.invoiceId);
    const at = story.clock.now();
    story.clock.advanceBy(QUARTER_MS);
    await change(small, at);
  };
  for (let times = 0; times < 4; times++) await cycle();
  await expect(cycle()).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'at' });
});

test('credit that was used for a change nobody paid is the customer’s again', async () => {
  const [small = '', large = ''] = (await story.plan('Lapsed', { amount: 1_000n }, { amount: 100_000n }))
    .priceIds;
  const buyer = await story.subscriber(small);
  const [first] = await buyer.invoices();
  await story.report('settled', await story.offer(buyer.person, first?.id ?? '', 500n));
  expect(await buyer.credit()).toBe(500n);
  await changeSubscription(story.services, buyer.person, buyer.subscriptionId, { priceId: large });
  expect(await buyer.credit()).toBe(0n);
  story.clock.advanceBy(8 * 24 * HOUR_MS);
  await dunInvoices(story.services);
  expect((await buyer.bills()).at(-1)).toMatch(/^change void/);
  expect(await buyer.credit()).toBe(500n);
});
