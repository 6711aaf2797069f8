import 'reflect-metadata';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { execute, type GraphQLSchema, parse, subscribe as subscribeTo } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../api/context.ts';
import { buildSchema } from '../api/schema.ts';
import type { BillingServices } from '../billing/index.ts';
import { createTestBilling, type TestBilling } from '../billing/testing.ts';
import { addressToScript } from '../bitcoin/index.ts';
import type { PersonScope } from '../identity/index.ts';
import { createLiveEvents, dispatchEvents, type LiveEvents } from '../platform/events/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { createBalanceRail } from './balance/index.ts';
import { fundPerson } from './balance/testing.ts';
import { bitcoinRailObserver, createBitcoinRail } from './bitcoin/index.ts';
import { FIRST_ADDRESS, TEST_BRANCH, TEST_KEY } from './bitcoin/testing.ts';
import { openTestInvoice } from './testing/open-test-invoice.ts';
import { someTransaction, TestChain } from './testing/test-chain.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let schema: GraphQLSchema;
let liveEvents: LiveEvents;
let chain: TestChain;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  liveEvents = createLiveEvents(testDatabase.url, silentLogger);
  await liveEvents.start();
  schema = buildSchema();
  chain = await TestChain.start(billing, [bitcoinRailObserver(billing.services.config)]);
});
afterAll(async () => {
  await liveEvents.stop();
  await billing.database.close();
  await testDatabase.drop();
});

function contextOf(person: PersonScope | null) {
  const { services } = billing;
  const rails = {
    ...services.rails,
    bitcoin: createBitcoinRail(services),
    balance: createBalanceRail(services),
  };
  const signedIn = person ? { caller: person, expiresAt: new Date('2100-01-01T00:00:00Z') } : undefined;
  const all = { ...services, rails, liveEvents } as unknown as BillingServices;
  return createContext(all, { signedIn, requestId: 'r', logger: silentLogger, ip: '127.0.0.1' });
}

async function ask(person: PersonScope | null, document: string, variableValues: Record<string, unknown>) {
  const contextValue = contextOf(person);
  const answer = await execute({ schema, document: parse(document), variableValues, contextValue });
  const [error] = answer.errors ?? [];
  if (error) throw error.originalError ?? error;
  return JSON.parse(JSON.stringify(answer.data));
}

const QUOTE = `mutation ($id: ID!, $rail: Rail!) {
  quoteInvoice(invoiceId: $id, rail: $rail) { amount currency invoiceAmount expiresAt address bip21 qr transaction { id } }
}`;
const INVOICE = `query ($id: ID!) { publicInvoice(id: $id) {
  number status total amountDue merchant { name } lines { description amount } payments { status amount output { txid vout } }
} }`;
const SET_KEY = `mutation ($input: SetReceivingKeyInput!) { setReceivingKey(input: $input) {
  descriptor script nextIndex gapLimit createdAt
} }`;

test('an owner sees what a key would be and sets it; others do not', async () => {
  const { merchantId } = billing.merchant;
  const input = { merchantId, key: TEST_KEY };
  const preview = `query ($input: ReceivingKeyInput!) { previewReceivingKey(input: $input) { firstAddresses createdAt } }`;
  expect(await ask(billing.owner, preview, { input })).toMatchObject({
    previewReceivingKey: {
      firstAddresses: [FIRST_ADDRESS, ...Array(4).fill(expect.any(String))],
      createdAt: null,
    },
  });
  const set = { input: { ...input, firstAddress: FIRST_ADDRESS } };
  await expect(ask(await billing.newPerson(), SET_KEY, set)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(ask(null, SET_KEY, set)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await ask(billing.owner, SET_KEY, set)).toMatchObject({
    setReceivingKey: { descriptor: TEST_BRANCH.descriptor, script: 'SH_WPKH', gapLimit: 20 },
  });
});

test('whoever knows the id of an invoice sees it, is told how to pay it by bitcoin, and sees that it was paid', async () => {
  const { key } = await openTestInvoice(billing, await billing.newPerson());
  const id = key.invoiceId;
  const { quoteInvoice: quote } = await ask(null, QUOTE, { id, rail: 'BITCOIN' });
  expect(quote).toMatchObject({
    amount: '25000',
    currency: 'BTC',
    invoiceAmount: '25000',
    expiresAt: null,
    bip21: `bitcoin:${quote.address}?amount=0.00025&label=Test%20merchant&message=Invoice%201`,
    transaction: null,
  });
  const updates = (await subscribeTo({
    schema,
    document: parse(`subscription ($id: ID!) { invoiceUpdated(invoiceId: $id) { status } }`),
    variableValues: { id },
    contextValue: contextOf(null),
  })) as AsyncGenerator<{ data: unknown }>;
  const next = async () => JSON.parse(JSON.stringify((await updates.next()).value.data)).invoiceUpdated;
  expect(await next()).toEqual({ status: 'OPEN' });

  const transaction = someTransaction({
    script: addressToScript(quote.address, 'regtest'),
    amountSats: 25_000n,
  });
  await chain.see(transaction);
  await dispatchEvents(billing.database, billing.clock.now());
  expect(await next()).toEqual({ status: 'OPEN' });
  expect(await ask(null, INVOICE, { id })).toMatchObject({
    publicInvoice: { payments: [{ status: 'DETECTED' }] },
  });
  await chain.mine(transaction);
  await dispatchEvents(billing.database, billing.clock.now());
  for (let last = await next(); last.status !== 'PAID'; last = await next());
  await updates.return(undefined);
  expect(await ask(null, INVOICE, { id })).toEqual({
    publicInvoice: {
      number: 1,
      status: 'PAID',
      total: '25000',
      amountDue: '0',
      merchant: { name: 'Test merchant' },
      lines: [{ description: 'Something', amount: '25000' }],
      payments: [{ status: 'SETTLED', amount: '25000', output: { txid: transaction.txid, vout: 0 } }],
    },
  });
});

test('what is private of an invoice cannot be asked for without being its customer', async () => {
  const { key, payer } = await openTestInvoice(billing, await billing.newPerson());
  const id = key.invoiceId;
  for (const rail of ['BALANCE', 'CHARMS']) {
    await expect(ask(null, QUOTE, { id, rail })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(ask(await billing.newPerson(), QUOTE, { id, rail })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  expect(await ask(payer, QUOTE, { id, rail: 'BALANCE' })).toMatchObject({
    quoteInvoice: { amount: '25000' },
  });
  await expect(ask(null, INVOICE, { id: 'inv_nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a customer pays from their wallet', async () => {
  const { key, payer } = await openTestInvoice(billing, await billing.newPerson());
  await fundPerson(billing, payer, 'BTC', 25_000n);
  const pay = `mutation ($id: ID!, $key: String!) {
    payInvoiceFromBalance(invoiceId: $id, idempotencyKey: $key) { status paid payments { rail status output { txid } } }
  }`;
  const variables = { id: key.invoiceId, key: 'once' };
  await expect(ask(null, pay, variables)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await ask(payer, pay, variables)).toEqual({
    payInvoiceFromBalance: {
      status: 'PAID',
      paid: '25000',
      payments: [{ rail: 'BALANCE', status: 'SETTLED', output: null }],
    },
  });
});
