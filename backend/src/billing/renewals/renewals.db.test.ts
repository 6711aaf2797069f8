import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { reportPayments } from '../payments/report-payments.ts';
import { renewSubscription } from '../subscriptions/renew-subscription.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createTestBilling, MONTHLY, mintReport, type TestBilling } from '../testing.ts';
import { invoiceRenewals } from './invoice-renewals.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let planId: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  planId = await billing.newActivePlan({ interval: MONTHLY });
});
afterAll(async () => {
  expect((await checkLedger(billing.database)).failed).toBeNull();
  await billing.database.close();
  await testDatabase.drop();
});

const DAY_MS = 86_400_000;

async function settle(transactionId: string, amount = 25_000n) {
  const { database, clock, merchant, charms } = billing;
  const report = mintReport(merchant.merchantId, transactionId, { amount, confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  charms.stages.set(transactionId, 'sent');
}

async function subscriber(paid = 25_000n) {
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(billing.services, person, planId);
  await settle(transactionId, paid);
  return { person, subscriptionId };
}

const invoicesOf = (subscriptionId: string) =>
  billing.database.client.invoice.findMany({ where: { subscriptionId }, orderBy: { id: 'asc' } });
const find = (id: string) => billing.database.client.subscription.findUniqueOrThrow({ where: { id } });

test('each due subscription gets one invoice for its next period, whoever and how many ask', async () => {
  const subscribers = await Promise.all(Array.from({ length: 7 }, () => subscriber()));
  const { clock, services } = billing;
  const { paidThrough } = await find(subscribers[0]?.subscriptionId ?? '');
  expect(await invoiceRenewals(services)).toBe(0);
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - 3 * DAY_MS));
  const runs = await Promise.all(Array.from({ length: 4 }, () => invoiceRenewals(services, { batch: 2 })));
  expect(runs.reduce((sum, count) => sum + count, 0)).toBe(7);
  expect(await invoiceRenewals(services)).toBe(0);
  for (const { subscriptionId } of subscribers) {
    const renewals = (await invoicesOf(subscriptionId)).filter(({ kind }) => kind === 'renewal');
    expect(renewals).toMatchObject([
      { status: 'open', periodStart: paidThrough, dueAt: paidThrough, periods: 1 },
    ]);
  }
});

test('what the first renewals fill is analysed before the next ones, so that their keys are looked up by an index', async () => {
  const { database, clock, services } = billing;
  const subscribers = await Promise.all(Array.from({ length: 3 }, () => subscriber()));
  // As in an installation that was analysed while it was empty.
  await database.client
    .$executeRaw`UPDATE pg_class SET reltuples = 0 WHERE relname IN ('invoices', 'invoice_lines')`;
  const { paidThrough } = await find(subscribers[0]?.subscriptionId ?? '');
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - 3 * DAY_MS));
  expect(await invoiceRenewals(services, { batch: 1 })).toBeGreaterThanOrEqual(3);
  const tables = await database.client.$queryRaw<{ reltuples: number }[]>`
    SELECT reltuples FROM pg_class WHERE relname IN ('invoices', 'invoice_lines')`;
  expect(tables.map(({ reltuples }) => reltuples > 0)).toEqual([true, true]);
});

test('a renewal is paid by the mint of its period, and the next is due a month later', async () => {
  const { person, subscriptionId } = await subscriber();
  const { clock, services } = billing;
  const before = await find(subscriptionId);
  clock.advanceTo(new Date((before.paidThrough?.getTime() ?? 0) - 2 * DAY_MS));
  await invoiceRenewals(services);
  const { transactionId } = await renewSubscription(services, person, subscriptionId, 1);
  await settle(transactionId);
  expect(await invoicesOf(subscriptionId)).toMatchObject([
    { kind: 'first', status: 'paid' },
    { kind: 'renewal', status: 'paid' },
  ]);
  const after = await find(subscriptionId);
  expect(after.paidPeriods).toBe(2);
  expect(after.renewsAt).toEqual(new Date((after.paidThrough?.getTime() ?? 0) - 3 * DAY_MS));
});

test('who buys more periods than the open renewal has need not pay it too', async () => {
  const { person, subscriptionId } = await subscriber();
  const { clock, services } = billing;
  const { paidThrough } = await find(subscriptionId);
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - 2 * DAY_MS));
  await invoiceRenewals(services);
  const { transactionId } = await renewSubscription(services, person, subscriptionId, 3);
  await settle(transactionId, 75_000n);
  expect(await invoicesOf(subscriptionId)).toMatchObject([
    { kind: 'first', status: 'paid' },
    { kind: 'renewal', status: 'void' },
    { kind: 'prepaid', status: 'paid', periods: 3 },
  ]);
  expect(await find(subscriptionId)).toMatchObject({ paidPeriods: 4 });
});

test('credit pays a renewal without asking, as far as it reaches', async () => {
  const whole = await subscriber(60_000n);
  const part = await subscriber(30_000n);
  const { clock, services } = billing;
  const { paidThrough } = await find(whole.subscriptionId);
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - 2 * DAY_MS));
  await invoiceRenewals(services);
  expect((await invoicesOf(whole.subscriptionId)).at(-1)).toMatchObject({ kind: 'renewal', status: 'paid' });
  expect(await find(whole.subscriptionId)).toMatchObject({ status: 'active', paidPeriods: 2 });
  const [, open] = await invoicesOf(part.subscriptionId);
  expect(open).toMatchObject({ status: 'open' });
  expect(open?.credit.toFixed()).toBe('5000');
  expect(await find(part.subscriptionId)).toMatchObject({ paidPeriods: 1 });
});
