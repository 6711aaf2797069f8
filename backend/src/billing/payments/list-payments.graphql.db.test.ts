import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createTestInvoices, type TestInvoices } from '../invoices/testing.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createAsk } from '../testing/ask.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { reportPayments } from './report-payments.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let invoices: TestInvoices;
let ask: ReturnType<typeof createAsk>;
const statements: string[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { onQuery: (sql) => statements.push(sql) });
  invoices = createTestInvoices(billing);
  ask = createAsk(billing.services);
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const LIST = `query ($m: ID!, $first: Int, $after: String, $rail: Rail, $status: PaymentStatus, $invoice: ID,
  $customer: ID, $from: DateTime, $to: DateTime) {
  payments(merchantId: $m, first: $first, after: $after, rail: $rail, status: $status, invoiceId: $invoice,
    customerId: $customer, from: $from, to: $to) {
    nodes { id rail status amount currency invoiceAmount reference createdAt settledAt
      invoice { id number currency } chain { txid confirmations confirmationsNeeded } }
    pageInfo { hasNextPage endCursor }
  } }`;

async function list(filter: Record<string, unknown> = {}) {
  const { payments } = await ask(billing.owner, LIST, { m: billing.merchant.merchantId, ...filter });
  return payments;
}

test('a merchant’s payments are listed over all invoices, by every filter and page by page', async () => {
  const { clock } = billing;
  const ada = await invoices.newCustomer();
  const bob = await invoices.newCustomer();
  const first = await invoices.newInvoice(ada.customerId);
  const { paymentId: inUsd, reference } = await invoices.pay(first, 4_000n);
  clock.advanceBy(60_000);
  const noon = clock.now().toISOString();
  const second = await invoices.newInvoice(bob.customerId);
  const { paymentId: inBtc } = await invoices.pay(second, undefined, 'bitcoin');
  const { reference: quoteReference, amount } = await invoices.quote(first, 'bitcoin');
  await invoices.report('detected', {
    rail: 'bitcoin',
    quoteReference,
    reference: newId('transaction'),
    amount,
  });

  const all = await list();
  expect(all.nodes).toHaveLength(3);
  const [pending, settled, usd] = all.nodes;
  expect(usd).toEqual({
    id: inUsd,
    rail: 'BALANCE',
    status: 'SETTLED',
    amount: '4000',
    currency: 'USD',
    invoiceAmount: '4000',
    reference,
    createdAt: expect.any(String),
    settledAt: expect.any(String),
    invoice: { id: first, number: 1, currency: 'USD' },
    chain: null,
  });
  expect(settled).toMatchObject({
    id: inBtc,
    rail: 'BITCOIN',
    currency: 'BTC',
    invoiceAmount: '10000',
    invoice: { number: 2 },
  });
  expect(pending).toMatchObject({ status: 'DETECTED', settledAt: null });

  const idsOf = async (filter: Record<string, unknown>) =>
    (await list(filter)).nodes.map(({ id }: { id: string }) => id);
  expect(await idsOf({ rail: 'BALANCE' })).toEqual([inUsd]);
  expect(await idsOf({ status: 'DETECTED' })).toEqual([pending.id]);
  expect(await idsOf({ invoice: first })).toEqual([pending.id, inUsd]);
  expect(await idsOf({ customer: bob.customerId })).toEqual([inBtc]);
  expect(await idsOf({ from: noon })).toEqual([pending.id, inBtc]);
  expect(await idsOf({ to: noon })).toEqual([inUsd]);
  const page = await list({ first: 2 });
  expect(page.pageInfo.hasNextPage).toBe(true);
  const rest = await list({ first: 2, after: page.pageInfo.endCursor });
  expect([...page.nodes, ...rest.nodes]).toEqual(all.nodes);
});

test('a payment on the chain tells its transaction, and how deep it is below the newest known block', async () => {
  const { clock, database, merchant, services } = billing;
  const planId = await billing.newActivePlan();
  const { transactionId } = await subscribe(services, await billing.newPerson(), planId);
  const report = mintReport(merchant.merchantId, transactionId);
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'detected', [report]));
  const chainOf = async () => (await list({ rail: 'CHARMS' })).nodes[0].chain;
  expect(await chainOf()).toEqual({ txid: null, confirmations: 0, confirmationsNeeded: 1 });
  const hash = (digit: string) => digit.repeat(64);
  await database.client.chainTransaction.update({
    where: { id: transactionId },
    data: {
      status: 'confirmed',
      txid: hash('a'),
      blockHeight: 101,
      blockHash: hash('b'),
      blockTime: clock.now(),
      depth: 6,
    },
  });
  await database.client.chainBlock.create({
    data: {
      height: 103,
      hash: hash('c'),
      prevHash: hash('d'),
      time: clock.now(),
      connectedAt: clock.now(),
    },
  });
  expect(await chainOf()).toEqual({ txid: hash('a'), confirmations: 3, confirmationsNeeded: 6 });
});

test('however many are listed, it takes the same few statements', async () => {
  const { customerId } = await invoices.newCustomer();
  const count = async () => {
    statements.length = 0;
    await list({ customer: customerId, first: 100 });
    return statements.length;
  };
  await invoices.pay(await invoices.newInvoice(customerId), undefined, 'bitcoin');
  const one = await count();
  for (let index = 0; index < 5; index++) {
    await invoices.pay(await invoices.newInvoice(customerId), undefined, 'bitcoin');
  }
  expect(await count()).toBe(one);
});

test('nobody but members of the merchant may list them', async () => {
  const variables = { m: billing.merchant.merchantId };
  await expect(ask(null, LIST, variables)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(await billing.newPerson(), LIST, variables)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(list({ invoice: 'inv_x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
