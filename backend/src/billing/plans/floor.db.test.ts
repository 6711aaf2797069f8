import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { findInvoice } from '../invoices/invoice.repository.ts';
import { recordForeignPayments } from '../payments/record-foreign-payments.ts';
import { reportPayments } from '../payments/report-payments.ts';
import { valuePayments } from '../payments/value-payments.ts';
import type { PaymentRail } from '../ports.ts';
import { isToBeMinted, quoteInvoice } from '../quotes/quote-invoice.ts';
import { showSubscription } from '../subscriptions/show-subscription.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createTestBilling, MONTHLY, mintReport, randomAddress, type TestBilling } from '../testing.ts';
import { createPlan } from './create-plan.ts';
import { mintPlan } from './mint-plan.ts';
import { reportMintsSettled } from './report-plan-mints.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let planId: string;
let priceId: string;

const PRICE = { amount: 1_000n, currency: 'USD', interval: MONTHLY, onChain: true } as const;
const create = (floorSats: bigint | null, currency = 'USD') =>
  createPlan(billing.services, billing.owner, billing.merchant, {
    name: 'Dollars',
    payoutAddress: randomAddress(),
    prices: [{ ...PRICE, currency, floorSats }],
  });

/** A rail that mints nothing. */
const plainRail: PaymentRail = {
  currencyFor: () => 'BTC',
  begin: async () => ({ reference: randomAddress(), transactionId: null, instructions: {} }),
  stageOf: async () => 'unsent',
  cancel: async () => undefined,
};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  ({ planId } = await create(5_000n));
  const { transactionId } = await mintPlan(billing.services, billing.owner, billing.merchant, planId);
  const { merchantId } = billing.merchant;
  const onChain = {
    app: { identity: 'a1'.repeat(32), vk: 'b2'.repeat(32) },
    nft: { txid: 'c3'.repeat(32), vout: 0 },
  };
  const mints = [{ merchantId, planId, transactionId, onChain }];
  await billing.database.transaction((tx) => reportMintsSettled(tx, billing.clock.now(), mints));
  ({ id: priceId } = await billing.database.client.price.findFirstOrThrow({ where: { planId } }));
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

test('the plan’s NFT carries the floor', () => {
  expect(billing.planMinting.orders).toMatchObject([{ planId, priceSats: 5_000n }]);
});

test.each([
  [null, 'USD'],
  [545n, 'USD'],
  [5_000n, 'BTC'],
] as const)('a floor of %s for a price on the chain in %s is refused', async (floorSats, currency) => {
  await expect(create(floorSats, currency)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    field: 'floorSats',
  });
});

test('the quote fixes what the mint pays, above the floor, and paying that pays the invoice', async () => {
  const { services, clock, database, merchant } = billing;
  const person = await billing.newPerson();
  const { subscriptionId, invoiceId } = await startSubscription(services, person, { priceId });
  const { merchantId } = merchant;
  const quote = await quoteInvoice(services, person, { merchantId, invoiceId: invoiceId ?? '' }, 'charms');
  // Ten dollars at a hundred thousand for a bitcoin.
  expect(quote).toMatchObject({ amount: 10_000n, currency: 'BTC', invoiceAmount: 1_000n });
  expect(billing.charms.orders.at(-1)).toMatchObject({ priceSats: 5_000n, periods: 1 });
  const report = mintReport(merchantId, quote.reference, { amount: 10_000n, confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  expect(await showSubscription(database.client, person, subscriptionId)).toMatchObject({ status: 'active' });
});

test('a mint at the floor, made elsewhere, is a part of the price: it grants nothing until the rest is paid', async () => {
  const { services, clock, database, merchant } = billing;
  const { merchantId } = merchant;
  const person = await billing.newPerson();
  const { address } = person;
  const transactionId = newId('transaction');
  const mint = { rail: 'charms', merchantId, planId, address, transactionId, units: 1n, flag: null } as const;
  await database.client.chainTransaction.create({
    data: {
      merchantId,
      id: transactionId,
      kind: 'subscription_mint',
      status: 'pending',
      planId,
      amountSats: 5_000n,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    },
  });
  await database.transaction((tx) =>
    recordForeignPayments(tx, clock.now(), [{ ...mint, amountSats: 5_000n }]),
  );
  const report = mintReport(merchantId, transactionId, { amount: 5_000n, confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  await valuePayments(services);
  const invoice = await database.client.invoice.findFirstOrThrow({
    where: { customer: { address }, currency: 'USD' },
  });
  expect(invoice).toMatchObject({ status: 'open' });
  expect([invoice.total.toFixed(), invoice.paid.toFixed()]).toEqual(['1000', '500']);
  const subscriptionId = invoice.subscriptionId ?? '';
  expect(await showSubscription(database.client, person, subscriptionId)).toMatchObject({
    status: 'incomplete',
  });

  // Its token is minted: paying the rest mints nothing.
  const key = { merchantId, invoiceId: invoice.id };
  await expect(quoteInvoice(services, person, key, 'charms')).rejects.toMatchObject({
    code: 'RAIL_UNAVAILABLE',
    rail: 'charms',
  });
  const stored = await findInvoice(database.client, merchant, invoice.id);
  expect(stored && (await isToBeMinted(database.client, stored))).toBe(false);
  const plain = { ...services, rails: { ...services.rails, bitcoin: plainRail } };
  const rest = await quoteInvoice(plain, null, key, 'bitcoin');
  expect(rest).toMatchObject({ amount: 5_000n, invoiceAmount: 500n });
  const { reference } = rest;
  const paid = { merchantId, rail: 'bitcoin', reference, amount: 5_000n, confirmedAt: clock.now() } as const;
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [paid]));
  expect(await showSubscription(database.client, person, subscriptionId)).toMatchObject({
    status: 'active',
    paidPeriods: 1,
  });
});

test('while a mint is on its way another is not begun, even when its rate holds no longer; when it fails, it is', async () => {
  const { services, clock, database, merchant, charms } = billing;
  const { merchantId } = merchant;
  const person = await billing.newPerson();
  const { invoiceId } = await startSubscription(services, person, { priceId });
  const key = { merchantId, invoiceId: invoiceId ?? '' };
  const first = await quoteInvoice(services, person, key, 'charms');
  const seen = mintReport(merchantId, first.reference, { amount: 10_000n });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'detected', [seen]));
  charms.stages.set(first.reference, 'sent');
  expect(await quoteInvoice(services, person, key, 'charms')).toMatchObject({ id: first.id });
  clock.advanceBy(services.config.QUOTE_SECONDS * 1_000 + 1);
  await expect(quoteInvoice(services, person, key, 'charms')).rejects.toMatchObject({
    code: 'RAIL_UNAVAILABLE',
  });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'double_spent', [seen]));
  charms.stages.set(first.reference, 'failed');
  expect((await quoteInvoice(services, person, key, 'charms')).id).not.toBe(first.id);
});

test('the purchase that takes no rate says how to buy instead', async () => {
  await expect(subscribe(billing.services, await billing.newPerson(), planId)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});
