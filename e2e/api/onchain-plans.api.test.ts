import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportMintsSettled } from '../../backend/src/billing/index.ts';
import { newId } from '../../backend/src/platform/ids.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { type Session, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
let owner: Session;
let viewer: Session;
let stranger: Session;
let merchantId: string;
beforeAll(async () => {
  server = await startTestApi();
  [owner, viewer, stranger] = [
    await signIn(server.graphqlUrl),
    await signIn(server.graphqlUrl),
    await signIn(server.graphqlUrl),
  ];
  const created = await ask(owner, 'mutation { createMerchant(name: "Tea") { id } }');
  merchantId = Object(created.data?.createMerchant).id;
  const { database, clock } = server.services;
  await database.client.merchantMember.create({
    data: { merchantId, personId: viewer.person.id, role: 'viewer', createdAt: clock.now() },
  });
});
afterAll(() => server.stop());

const ask = (session: Session | undefined, document: string, variables: Record<string, unknown> = {}) =>
  graphql(server.graphqlUrl, document, { variables, ...(session ? { token: session.token } : {}) });

const CREATE = `mutation ($input: CreatePlanInput!) { createPlan(input: $input) {
  id status supplyLimit prices { id amount currency onChain floorSats } } }`;

function planInput(price: Record<string, unknown>) {
  const interval = { unit: 'MONTH' };
  return {
    input: {
      merchantId,
      name: 'Dollars',
      prices: [{ amount: '1000', currency: 'USD', interval, onChain: true, ...price }],
    },
  };
}

test('a plan on the chain with a price in dollars has a floor in satoshi, and is no plan without one', async () => {
  const created = await ask(owner, CREATE, planInput({ floorSats: '5000' }));
  expect(created.errors).toEqual([]);
  expect(created.data?.createPlan).toMatchObject({
    status: 'DRAFT',
    supplyLimit: null,
    prices: [{ amount: '1000', currency: 'USD', onChain: true, floorSats: '5000' }],
  });
  for (const price of [{}, { floorSats: '545' }, { floorSats: '5000', currency: 'BTC' }]) {
    const refused = await ask(owner, CREATE, planInput(price));
    expect(codeOf(refused)).toBe('INVALID_INPUT');
    expect(refused.errors[0]?.extensions.facts).toMatchObject({
      field: expect.stringContaining('floorSats'),
    });
  }
  expect(codeOf(await ask(undefined, CREATE, planInput({ floorSats: '5000' })))).toBe('UNAUTHENTICATED');
  expect(codeOf(await ask(stranger, CREATE, planInput({ floorSats: '5000' })))).toBe('NOT_FOUND');
  expect(codeOf(await ask(viewer, CREATE, planInput({ floorSats: '5000' })))).toBe('FORBIDDEN');
});

test('it is bought by starting it and quoting its invoice, by its own customer alone', async () => {
  const created = await ask(owner, CREATE, planInput({ floorSats: '5000' }));
  const { id: planId, prices } = Object(created.data?.createPlan);
  const start = 'mutation ($priceId: ID!) { startSubscription(priceId: $priceId) { invoiceId } }';
  const early = await ask(stranger, start, { priceId: prices[0].id });
  expect(codeOf(early)).toBe('NOT_FOUND');
  const { database, clock } = server.services;
  const onChain = {
    app: { identity: 'a1'.repeat(32), vk: 'b2'.repeat(32) },
    nft: { txid: 'c3'.repeat(32), vout: 0 },
  };
  const mint = { merchantId, planId, transactionId: newId('transaction'), onChain };
  await database.transaction((tx) => reportMintsSettled(tx, clock.now(), [mint]));
  const started = await ask(stranger, start, { priceId: prices[0].id });
  const invoiceId = Object(started.data?.startSubscription).invoiceId;
  const quote = 'mutation ($id: ID!) { quoteInvoice(invoiceId: $id, rail: CHARMS) { amount currency } }';
  expect(codeOf(await ask(undefined, quote, { id: invoiceId }))).toBe('UNAUTHENTICATED');
  expect(codeOf(await ask(owner, quote, { id: invoiceId }))).toBe('NOT_FOUND');
  // Nobody tells what a bitcoin is worth here.
  expect(codeOf(await ask(stranger, quote, { id: invoiceId }))).toBe('RATE_UNAVAILABLE');
  const subscribe = 'mutation ($id: ID!) { subscribe(planId: $id) { transaction { id } } }';
  expect(codeOf(await ask(viewer, subscribe, { id: planId }))).toBe('INVALID_INPUT');
});

const QUEUE = 'query ($merchantId: ID!) { cosignQueue(merchantId: $merchantId) { id } }';
const SUBMIT = `mutation ($merchantId: ID!, $id: ID!) {
  submitCosignedTransaction(merchantId: $merchantId, transactionId: $id, psbt: "cHNidP8=") { id } }`;
const DECLINE = `mutation ($merchantId: ID!, $id: ID!) {
  declineCosignature(merchantId: $merchantId, transactionId: $id) { id } }`;

test('the queue of sales to sign is for members, to sign and to decline for admins, each of their own merchant', async () => {
  expect((await ask(viewer, QUEUE, { merchantId })).data).toEqual({ cosignQueue: [] });
  expect(codeOf(await ask(undefined, QUEUE, { merchantId }))).toBe('UNAUTHENTICATED');
  expect(codeOf(await ask(stranger, QUEUE, { merchantId }))).toBe('NOT_FOUND');
  for (const document of [SUBMIT, DECLINE]) {
    const variables = { merchantId, id: newId('transaction') };
    expect(codeOf(await ask(undefined, document, variables))).toBe('UNAUTHENTICATED');
    expect(codeOf(await ask(stranger, document, variables))).toBe('NOT_FOUND');
    expect(codeOf(await ask(viewer, document, variables))).toBe('FORBIDDEN');
    const unknown = await ask(owner, document, variables);
    expect(codeOf(unknown)).toBe('NOT_FOUND');
    expect(unknown.errors[0]?.extensions.facts).toMatchObject({ id: variables.id });
  }
});
