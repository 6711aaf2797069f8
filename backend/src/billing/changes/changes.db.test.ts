import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonScope } from '../../identity/index.ts';
import { createTestMerchant } from '../../identity/testing.ts';
import { checkLedger } from '../../ledger/index.ts';
import { newId } from '../../platform/ids.ts';
import { findInvoice } from '../invoices/invoice.repository.ts';
import { reportPayments } from '../payments/report-payments.ts';
import type { Interval } from '../periods/index.ts';
import { activatePlan } from '../plans/activate-plan.ts';
import { createPlan } from '../plans/create-plan.ts';
import { offerQuote } from '../quotes/offer-quote.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { showSubscription } from '../subscriptions/show-subscription.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { createTestBilling, MONTHLY, type TestBilling } from '../testing.ts';
import { changeSubscription, scheduleChange } from './change-subscription.ts';
import { listChangeOptions } from './list-change-options.ts';
import { migratePrice } from './migrate-price.ts';
import { previewChange } from './preview-change.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
});
afterAll(async () => {
  expect((await checkLedger(billing.database)).failed).toBeNull();
  await billing.database.close();
  await testDatabase.drop();
});

const DAY_MS = 86_400_000;
const YEARLY: Interval = { unit: 'year', count: 1 };

/** A plan with prices in cents, by interval. */
async function plan(name: string, prices: readonly (readonly [bigint, Interval])[]) {
  const { services, owner, merchant, database } = billing;
  const { planId } = await createPlan(services, owner, merchant, {
    name,
    prices: prices.map(([amount, interval]) => ({ amount, currency: 'USD', interval })),
  });
  await activatePlan(services, merchant, planId);
  const stored = await database.client.price.findMany({ where: { planId }, orderBy: { id: 'asc' } });
  return { planId, priceIds: stored.map(({ id }) => id) };
}

/** Pays an invoice whole, or so much of it, as a rail would report it. */
async function pay(payer: PersonScope, invoiceId: string, amount?: bigint) {
  const { database, clock, services, merchant } = billing;
  const now = clock.now();
  await database.transaction(async (tx) => {
    const invoice = await findInvoice(tx, merchant, invoiceId);
    if (!invoice) throw new Error('no invoice');
    const due = amount ?? invoice.total - invoice.credit - invoice.paid;
    const reference = newId('transaction');
    const rail = {
      ...services.rails.charms,
      begin: async () => ({ reference, transactionId: null, instructions: {} }),
    };
    await offerQuote(tx, { rails: { charms: rail } }, now, invoice, {
      rail: 'charms',
      payer,
      amount: due,
      currency: invoice.currency,
      invoiceAmount: due,
      expiresAt: null,
      mint: null,
    });
    const { merchantId } = merchant;
    await reportPayments(tx, now, 'settled', [
      { merchantId, rail: 'charms', reference, amount: due, confirmedAt: now },
    ]);
  });
}

async function subscriber(priceId: string, quantity = 1) {
  const person = await billing.newPerson();
  const started = await startSubscription(billing.services, person, { priceId, quantity });
  await pay(person, started.invoiceId ?? '');
  const { subscriptionId } = started;
  const show = () => showSubscription(billing.database.client, person, subscriptionId);
  const invoices = async () =>
    (
      await billing.database.client.invoice.findMany({
        where: { subscriptionId },
        orderBy: { number: 'asc' },
      })
    ).map(({ kind, status, total }) => `${kind} ${status} ${total.toFixed()}`);
  const credit = async () => {
    const { customerId } = await show();
    const account = await billing.database.client.ledgerAccount.findFirst({
      where: { ownerKind: 'customer', ownerId: customerId },
    });
    return BigInt(account?.balance.toFixed() ?? 0);
  };
  return { person, subscriptionId, show, invoices, credit };
}

test('an upgrade is charged as previewed, and takes effect with its payment', async () => {
  const { services, clock } = billing;
  const basic = await plan('Basic', [[3_000n, MONTHLY]]);
  const pro = await plan('Pro', [[9_000n, MONTHLY]]);
  const [basicPrice = '', proPrice = ''] = [basic.priceIds[0], pro.priceIds[0]];
  const { person, subscriptionId, show, invoices } = await subscriber(basicPrice);
  const { paidThrough, anchorAt } = await show();
  const periodMs = (paidThrough?.getTime() ?? 0) - (anchorAt?.getTime() ?? 0);
  clock.advanceBy(periodMs / 2);
  const preview = await previewChange(services, person, subscriptionId, { priceId: proPrice });
  expect(preview).toMatchObject({ unused: 1_500n, charge: 4_500n, amountDue: 3_000n, credit: 0n });
  clock.advanceBy(60_000);
  const input = { priceId: proPrice, at: preview.at };
  const { invoiceId } = await changeSubscription(services, person, subscriptionId, input);
  expect(await invoices()).toEqual(['first paid 3000', 'change open 3000']);
  expect(await show()).toMatchObject({ priceId: basicPrice, planId: basic.planId });
  await pay(person, invoiceId ?? '');
  expect(await show()).toMatchObject({ priceId: proPrice, planId: pro.planId, paidThrough });
  const next = await plan('Other', [[1_000n, MONTHLY]]);
  const [nextPrice = ''] = next.priceIds;
  await expect(
    previewChange(services, person, subscriptionId, {
      priceId: nextPrice,
      at: new Date(clock.now().getTime() + 1),
    }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'at' });
});

test('a downgrade takes effect at once and credits the difference, which pays what comes next', async () => {
  const { services, clock } = billing;
  const [big = '', small = ''] = (
    await plan('Sizes', [
      [10_000n, MONTHLY],
      [1_000n, MONTHLY],
    ])
  ).priceIds;
  const { person, subscriptionId, show, invoices, credit } = await subscriber(big);
  const { paidThrough, anchorAt } = await show();
  clock.advanceBy(((paidThrough?.getTime() ?? 0) - (anchorAt?.getTime() ?? 0)) / 4);
  expect(await changeSubscription(services, person, subscriptionId, { priceId: small })).toMatchObject({
    invoiceId: null,
  });
  expect(await show()).toMatchObject({ priceId: small, paidThrough });
  expect(await credit()).toBe(6_750n);
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - DAY_MS));
  await invoiceRenewals(services);
  expect(await invoices()).toEqual(['first paid 10000', 'change paid 0', 'renewal paid 1000']);
  expect(await credit()).toBe(5_750n);
});

test('more seats are charged for what is left, and a second wish replaces one that was not paid', async () => {
  const { services, clock } = billing;
  const [price = ''] = (await plan('Seats', [[1_000n, MONTHLY]])).priceIds;
  const { person, subscriptionId, show, invoices } = await subscriber(price, 2);
  const { paidThrough, anchorAt } = await show();
  clock.advanceBy(((paidThrough?.getTime() ?? 0) - (anchorAt?.getTime() ?? 0)) / 2);
  await changeSubscription(services, person, subscriptionId, { priceId: price, quantity: 10 });
  const { invoiceId } = await changeSubscription(services, person, subscriptionId, {
    priceId: price,
    quantity: 6,
  });
  expect(await invoices()).toEqual(['first paid 2000', 'change void 4000', 'change open 2000']);
  await pay(person, invoiceId ?? '', 500n);
  await expect(
    changeSubscription(services, person, subscriptionId, { priceId: price, quantity: 3 }),
  ).rejects.toMatchObject({ code: 'CHANGE_PENDING' });
  await pay(person, invoiceId ?? '');
  expect(await show()).toMatchObject({ quantity: 6 });
  await expect(
    changeSubscription(services, person, subscriptionId, { priceId: price, quantity: 6 }),
  ).rejects.toMatchObject({ code: 'CHANGE_UNSUPPORTED' });
});

test('another interval begins a new period from the change on', async () => {
  const { services, clock } = billing;
  const [monthly = '', yearly = ''] = (
    await plan('Long', [
      [1_200n, MONTHLY],
      [12_000n, YEARLY],
    ])
  ).priceIds;
  const { person, subscriptionId, show, invoices } = await subscriber(monthly);
  const { paidThrough, anchorAt } = await show();
  clock.advanceBy(((paidThrough?.getTime() ?? 0) - (anchorAt?.getTime() ?? 0)) / 2);
  const changedAt = clock.now();
  const { invoiceId } = await changeSubscription(services, person, subscriptionId, { priceId: yearly });
  clock.advanceBy(3_600_000);
  await pay(person, invoiceId ?? '');
  expect(await invoices()).toEqual(['first paid 1200', 'change paid 11400']);
  const nextYear = new Date(changedAt);
  nextYear.setUTCFullYear(changedAt.getUTCFullYear() + 1);
  expect(await show()).toMatchObject({
    priceId: yearly,
    anchorAt: changedAt,
    paidThrough: nextYear,
    paidPeriods: 1,
  });
});

test('a change with the next period is invoiced with it, and subscribers of a price move with notice', async () => {
  const { services, clock, merchant, database } = billing;
  const moving = await plan('Moving', [
    [1_000n, MONTHLY],
    [2_000n, MONTHLY],
    [9_000n, YEARLY],
  ]);
  const [old = '', newer = '', yearly = ''] = moving.priceIds;
  const scheduled = await subscriber(old);
  const migrated = await subscriber(old);
  await scheduleChange(services, scheduled.person, scheduled.subscriptionId, { priceId: yearly });
  const { planId } = moving;
  expect(await migratePrice(services, merchant, { planId, fromPriceId: old, toPriceId: newer })).toBe(2);
  await scheduleChange(services, scheduled.person, scheduled.subscriptionId, { priceId: yearly });
  expect(await migrated.show()).toMatchObject({ priceId: old, pendingPriceId: newer });
  const { paidThrough } = await migrated.show();
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - DAY_MS));
  await invoiceRenewals(services);
  expect(await migrated.invoices()).toEqual(['first paid 1000', 'renewal open 2000']);
  expect(await scheduled.invoices()).toEqual(['first paid 1000', 'renewal open 9000']);
  for (const { person, subscriptionId } of [migrated, scheduled]) {
    const open = await database.client.invoice.findFirstOrThrow({
      where: { subscriptionId, status: 'open' },
    });
    await pay(person, open.id);
  }
  expect(await migrated.show()).toMatchObject({ priceId: newer, pendingPriceId: null, paidPeriods: 2 });
  const { anchorAt, paidThrough: end } = await scheduled.show();
  expect(await scheduled.show()).toMatchObject({ priceId: yearly, pendingPriceId: null });
  expect([anchorAt, end?.getUTCFullYear()]).toEqual([paidThrough, (paidThrough?.getUTCFullYear() ?? 0) + 1]);
});

test('what a merchant changes is noted and told, and is not paid without asking any more', async () => {
  const { services, merchant, database } = billing;
  const { priceIds } = await plan('Managed', [
    [1_000n, MONTHLY],
    [2_000n, MONTHLY],
  ]);
  const [small = '', large = ''] = priceIds;
  const { subscriptionId, show } = await subscriber(small);
  const allow = () =>
    database.client.subscription.updateMany({ where: { id: subscriptionId }, data: { autoRail: 'balance' } });
  const allowed = async () =>
    (await database.client.subscription.findFirstOrThrow({ where: { id: subscriptionId } })).autoRail;
  const told = () =>
    database.client.event.count({
      where: { subjectId: subscriptionId, type: 'subscription.price_migration' },
    });
  expect((await listChangeOptions(services, merchant, subscriptionId)).length).toBeGreaterThanOrEqual(2);
  await allow();
  await scheduleChange(services, merchant, subscriptionId, { priceId: large, quantity: 2 });
  expect(await show()).toMatchObject({ priceId: small, pendingPriceId: large, pendingQuantity: 2 });
  expect([await allowed(), await told()]).toEqual([null, 1]);
  await allow();
  await scheduleChange(services, merchant, subscriptionId, { priceId: small });
  expect([await allowed(), await told()]).toEqual(['balance', 1]);
  const { at, amountDue } = await previewChange(services, merchant, subscriptionId, { priceId: large });
  expect(amountDue).toBeGreaterThan(0n);
  const key = { priceId: large, at, idempotencyKey: newId('transaction') };
  const { invoiceId } = await changeSubscription(services, merchant, subscriptionId, key);
  expect(await changeSubscription(services, merchant, subscriptionId, key)).toMatchObject({ invoiceId });
  expect(await allowed()).toBeNull();
  const entries = await database.client.auditEntry.findMany({
    where: { subjectId: subscriptionId },
    orderBy: { id: 'asc' },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    'subscription.changed',
    'subscription.auto_pay_revoked',
    'subscription.change_dropped',
    'subscription.changed',
    'subscription.auto_pay_revoked',
  ]);
});

test('a merchant changes no subscription of another', async () => {
  const { services, database, clock } = billing;
  const { priceIds } = await plan('Elsewhere', [[1_000n, MONTHLY]]);
  const [priceId = ''] = priceIds;
  const { subscriptionId } = await subscriber(priceId);
  const other = await createTestMerchant(database.client, await billing.newPerson(), { now: clock.now() });
  const change = { priceId, quantity: 2 };
  for (const attempt of [previewChange, changeSubscription, scheduleChange]) {
    await expect(attempt(services, other, subscriptionId, change)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
});
