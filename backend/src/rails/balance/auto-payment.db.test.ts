import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { advanceTestClocks } from '../../billing/clock/advance-test-clocks.ts';
import { advanceTestClock } from '../../billing/clock/move-test-clock.ts';
import { payInvoice } from '../../billing/collection/pay-invoice.ts';
import { revokeAutoPay, setAutoPay } from '../../billing/collection/set-auto-pay.ts';
import { tryAutoPayment } from '../../billing/index.ts';
import type { InvoiceKey } from '../../billing/invoices/invoice-row.ts';
import { reportPayments } from '../../billing/payments/report-payments.ts';
import { quoteForPayer } from '../../billing/quotes/quote-for-payer.ts';
import { invoiceRenewals } from '../../billing/renewals/invoice-renewals.ts';
import { subscribe } from '../../billing/subscriptions/subscribe.ts';
import { createStory } from '../../billing/testing/story.ts';
import { createTestBilling, mintReport, type TestBilling, type TestServices } from '../../billing/testing.ts';
import { setLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { createTestOperator } from '../../identity/testing.ts';
import { accountsOf, checkLedger } from '../../ledger/index.ts';
import { openTestInvoice } from '../testing/open-test-invoice.ts';
import { createBalanceRail } from './index.ts';
import { fundPerson } from './testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let services: TestServices;
let planId: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { poolSize: 10 });
  services = {
    ...billing.services,
    rails: { ...billing.services.rails, balance: createBalanceRail(billing.services) },
  };
  planId = await billing.newActivePlan();
});
afterAll(async () => {
  expect((await checkLedger(billing.database)).failed).toBeNull();
  await billing.database.close();
  await testDatabase.drop();
});

const DAY_MS = 86_400_000;

/** Somebody whose renewal is open, and who has so much in their wallet. */
async function renewing(funds: bigint) {
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(services, person, planId);
  const { database, clock, merchant, charms } = billing;
  const report = mintReport(merchant.merchantId, transactionId, { confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  charms.stages.set(transactionId, 'sent');
  if (funds > 0n) await fundPerson(billing, person, 'BTC', funds);
  const { paidThrough } = await database.client.subscription.findUniqueOrThrow({
    where: { id: subscriptionId },
  });
  clock.advanceTo(new Date((paidThrough?.getTime() ?? 0) - 2 * DAY_MS));
  await invoiceRenewals(services);
  const { id: invoiceId } = await database.client.invoice.findFirstOrThrow({
    where: { subscriptionId, kind: 'renewal' },
  });
  return { person, subscriptionId, invoiceId, key: { merchantId: merchant.merchantId, invoiceId } };
}

async function walletOf(owner: { kind: string; id: string }): Promise<bigint> {
  const accounts = await accountsOf(billing.database.client, owner);
  return accounts.find(({ kind, currency }) => kind === 'wallet' && currency === 'BTC')?.balance ?? 0n;
}
const personWallet = ({ personId }: PersonScope) => walletOf({ kind: 'person', id: personId });
const merchantWallet = () => walletOf({ kind: 'merchant', id: billing.merchant.merchantId });
const statusOf = async (id: string) =>
  (await billing.database.client.invoice.findUniqueOrThrow({ where: { id } })).status;
const auditOf = async (subjectId: string) =>
  (await billing.database.client.auditEntry.findMany({ where: { subjectId }, orderBy: { at: 'asc' } })).map(
    ({ action }) => action,
  );

test('money goes from the payer’s wallet to the merchant’s, once however often the same is asked', async () => {
  const payer = await billing.newPerson();
  await fundPerson(billing, payer, 'BTC', 60_000n);
  const { key } = await openTestInvoice(billing, payer);
  const before = await merchantWallet();
  const pay = () => payInvoice(services, payer, { ...key, rail: 'balance', idempotencyKey: 'pay-1' });
  await Promise.all([pay(), pay(), pay()]);
  await pay();
  expect(await statusOf(key.invoiceId)).toBe('paid');
  expect(await personWallet(payer)).toBe(35_000n);
  expect((await merchantWallet()) - before).toBe(25_000n);
  expect(await auditOf(key.invoiceId)).toEqual(['invoice.paid']);
});

test('two keys at the same moment pay once', async () => {
  const payer = await billing.newPerson();
  await fundPerson(billing, payer, 'BTC', 60_000n);
  const { key } = await openTestInvoice(billing, payer);
  const done = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((idempotencyKey) =>
      payInvoice(services, payer, { ...key, rail: 'balance', idempotencyKey }),
    ),
  );
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await personWallet(payer)).toBe(35_000n);
});

test('too little pays nothing, and says so', async () => {
  const payer = await billing.newPerson();
  await fundPerson(billing, payer, 'BTC', 24_999n);
  const { key } = await openTestInvoice(billing, payer);
  const pay = payInvoice(services, payer, { ...key, rail: 'balance', idempotencyKey: 'short' });
  await expect(pay).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  expect(await statusOf(key.invoiceId)).toBe('open');
  expect(await personWallet(payer)).toBe(24_999n);
});

test('an invoice of somebody else is neither paid nor quoted', async () => {
  const { key } = await openTestInvoice(billing, await billing.newPerson());
  const stranger = await billing.newPerson();
  await fundPerson(billing, stranger, 'BTC', 60_000n);
  const pay = payInvoice(services, stranger, { ...key, rail: 'balance', idempotencyKey: 'x' });
  await expect(pay).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(quoteForPayer(services, stranger, key.invoiceId, 'balance')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('limits on what one person may move apply', async () => {
  const payer = await billing.newPerson();
  await fundPerson(billing, payer, 'USD', 100_000n);
  const operator = await createTestOperator(billing.database.client, billing.owner, billing.clock.now());
  await setLimit(services, operator, {
    operation: 'payment',
    currency: 'USD',
    perOnce: 20_000n,
    perDay: null,
  });
  const { key } = await openTestInvoice(billing, payer, { currency: 'USD' });
  const pay = payInvoice(services, payer, { ...key, rail: 'balance', idempotencyKey: 'limit' });
  await expect(pay).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(await statusOf(key.invoiceId)).toBe('open');
});

test('money of a payment goes back to the payer’s wallet, once', async () => {
  const payer = await billing.newPerson();
  await fundPerson(billing, payer, 'BTC', 25_000n);
  const { key } = await openTestInvoice(billing, payer);
  await payInvoice(services, payer, { ...key, rail: 'balance', idempotencyKey: 'refunded' });
  const payment = await billing.database.client.payment.findFirstOrThrow({
    where: { invoiceId: key.invoiceId },
  });
  const refund = () =>
    billing.database.transaction(async (tx) =>
      services.rails.balance?.refund?.(tx, {
        merchantId: key.merchantId,
        refundId: 'refund_test',
        paymentId: payment.id,
        reference: payment.reference,
        amount: 10_000n,
        currency: 'BTC',
      }),
    );
  const first = await refund();
  expect(await refund()).toEqual(first);
  expect(await personWallet(payer)).toBe(10_000n);
});

test('a renewal is paid without asking only where its subscriber has said so, and once by any number of workers', async () => {
  const { person, subscriptionId, invoiceId, key } = await renewing(60_000n);
  expect(await tryAutoPayment(services, key)).toBe('refused');
  await setAutoPay(services, person, subscriptionId, 'balance');
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => tryAutoPayment(services, key)));
  expect(new Set(outcomes)).toEqual(new Set(['paid']));
  expect(await tryAutoPayment(services, key)).toBe('paid');
  expect(await statusOf(invoiceId)).toBe('paid');
  expect(await personWallet(person)).toBe(35_000n);
  expect(await auditOf(subscriptionId)).toContain('subscription.auto_pay_allowed');
  expect(await auditOf(invoiceId)).toEqual(['invoice.paid']);
});

test('a word that was taken back is not acted on', async () => {
  const { person, subscriptionId, invoiceId, key } = await renewing(60_000n);
  await setAutoPay(services, person, subscriptionId, 'balance');
  await revokeAutoPay(services, person, subscriptionId);
  expect(await tryAutoPayment(services, key)).toBe('refused');
  expect(await statusOf(invoiceId)).toBe('open');
  expect(await personWallet(person)).toBe(60_000n);
  expect(await auditOf(subscriptionId)).toEqual(
    expect.arrayContaining(['subscription.auto_pay_allowed', 'subscription.auto_pay_revoked']),
  );
});

test('where there is too little it is refused, and pays once there is enough', async () => {
  const { person, subscriptionId, invoiceId, key } = await renewing(10_000n);
  await setAutoPay(services, person, subscriptionId, 'balance');
  expect(await tryAutoPayment(services, key)).toBe('refused');
  expect(await statusOf(invoiceId)).toBe('open');
  await fundPerson(billing, person, 'BTC', 15_000n);
  expect(await tryAutoPayment(services, key)).toBe('paid');
  expect(await personWallet(person)).toBe(0n);
});

test('nobody can allow a rail on which only the payer can pay, or what is somebody else’s', async () => {
  const { subscriptionId, person } = await renewing(0n);
  await expect(setAutoPay(services, person, subscriptionId, 'charms')).rejects.toMatchObject({
    code: 'RAIL_UNAVAILABLE',
  });
  await expect(
    setAutoPay(services, await billing.newPerson(), subscriptionId, 'balance'),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a clock that a merchant moves ahead takes nothing out of a wallet', async () => {
  const { database, clock } = billing;
  const story = await createStory(testDatabase.url, clock.now().toISOString());
  try {
    const rails = { ...story.services.rails, balance: createBalanceRail(story.services) };
    const own = { ...story.services, rails };
    const [priceId = ''] = (await story.plan('Trap', { amount: 1_000n })).priceIds;
    const { person, subscriptionId, invoices } = await story.subscriber(priceId);
    await fundPerson(story, person, 'USD', 1_000_000n);
    await setAutoPay(own, person, subscriptionId, 'balance');
    await advanceTestClock(story.moving, story.merchant, new Date(clock.now().getTime() + 60 * DAY_MS));
    const { merchantId } = story.merchant;
    const autoPayment = (key: InvoiceKey) => tryAutoPayment(own, key);
    await advanceTestClocks({ ...own, autoPayment }, { merchantId });
    const bills = (await invoices()).map(({ kind, status }) => `${kind} ${status}`);
    expect(bills).toContain('renewal uncollectible');
    expect(bills).not.toContain('renewal paid');
    const accounts = await accountsOf(database.client, { kind: 'person', id: person.personId });
    expect(accounts.find(({ currency }) => currency === 'USD')?.balance).toBe(1_000_000n);
  } finally {
    await story.database.close();
  }
});
