import 'reflect-metadata';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { execute, type GraphQLSchema, parse, subscribe as subscribeTo } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../api/context.ts';
import { charmsResolvers } from '../charms/index.ts';
import { identityResolvers, type PersonScope } from '../identity/index.ts';
import { createLiveEvents, dispatchEvents, type LiveEvents } from '../platform/events/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { billingResolvers, reportPayments } from './index.ts';
import type { BillingServices } from './ports.ts';
import { subscribe } from './subscriptions/subscribe.ts';
import { createTestBilling, mintReport, type TestBilling } from './testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let schema: GraphQLSchema;
let liveEvents: LiveEvents;
const statements: string[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { onQuery: (sql) => statements.push(sql) });
  liveEvents = createLiveEvents(testDatabase.url, silentLogger);
  await liveEvents.start();
  const unused = () => {
    throw new Error('not used');
  };
  schema = buildSchemaSync({
    resolvers: [...billingResolvers, ...charmsResolvers, ...identityResolvers],
    validate: false,
    pubSub: { publish: unused, subscribe: unused },
  });
});
afterAll(async () => {
  await liveEvents.stop();
  await billing.database.close();
  await testDatabase.drop();
});

function contextOf(person: PersonScope | null) {
  const services = { ...billing.services, liveEvents } as unknown as BillingServices;
  const signedIn = person ? { caller: person, expiresAt: new Date('2100-01-01T00:00:00Z') } : undefined;
  return createContext(services, { signedIn, requestId: 'r', logger: silentLogger, ip: '127.0.0.1' });
}

async function ask(
  person: PersonScope | null,
  document: string,
  variableValues: Record<string, unknown> = {},
) {
  const answer = await execute({
    schema,
    document: parse(document),
    variableValues,
    contextValue: contextOf(person),
  });
  const [error] = answer.errors ?? [];
  if (error) throw error.originalError ?? error;
  return JSON.parse(JSON.stringify(answer.data));
}

async function settle(transactionId: string) {
  const { clock, database, merchant } = billing;
  const report = mintReport(merchant.merchantId, transactionId, { confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
}

test('a plan is created and shown with its price and merchant', async () => {
  const { merchantId } = billing.merchant;
  const created = await ask(
    billing.owner,
    `mutation ($input: CreatePlanInput!) { createPlan(input: $input) {
      name status price { amount currency interval { unit count } } payoutAddress supplyLimit onChain { nft }
      merchant { id name }
    } }`,
    {
      input: {
        merchantId,
        name: 'Reader',
        priceSats: '25000',
        interval: { unit: 'MONTH' },
        supplyLimit: '9007199254740993',
      },
    },
  );
  expect(created.createPlan).toEqual({
    name: 'Reader',
    status: 'DRAFT',
    price: { amount: '25000', currency: 'BTC', interval: { unit: 'MONTH', count: 1 } },
    payoutAddress: billing.owner.address,
    supplyLimit: '9007199254740993',
    onChain: null,
    merchant: { id: merchantId, name: 'Test merchant' },
  });
});

test('what a merchant may do, nobody else may, and nobody at all who is not signed in', async () => {
  const planId = await billing.newActivePlan();
  const stranger = await billing.newPerson();
  const { merchantId } = billing.merchant;
  const { subscriptionId } = await subscribe(billing.services, await billing.newPerson(), planId);
  const input = `{ merchantId: "${merchantId}", name: "x", priceSats: "1000", interval: { unit: DAY } }`;
  const operations = [
    `{ plans(merchantId: "${merchantId}") { nodes { id } } }`,
    `{ subscriptions(merchantId: "${merchantId}") { nodes { id } } }`,
    `{ subscription(id: "${subscriptionId}") { id } }`,
    `{ entitlement(merchantId: "${merchantId}", address: "${billing.owner.address}") { active } }`,
    `mutation { archivePlan(planId: "${planId}") { id } }`,
    `mutation { createPlan(input: ${input}) { id } }`,
    `mutation { cancelSubscription(subscriptionId: "${subscriptionId}") { id } }`,
  ];
  for (const operation of operations) {
    await expect(ask(stranger, operation), operation).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(null, operation), operation).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  await expect(ask(null, '{ mySubscriptions { nodes { id } } }')).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  expect((await ask(null, `{ plan(id: "${planId}") { status } }`)).plan.status).toBe('ACTIVE');
});

const EVERYTHING = `nodes {
  id status paidThrough paidPeriods anchorAt
  merchant { name } customer { id address }
  plan { name price { amount } merchant { name } onChain { planApp subscriptionApp nft } }
  payments { id status amount periods rail flag confirmedAt settledAt transaction { id step plan { id mint { id } } } }
  latestTransaction { id subscription { id } }
  price { amount currency interval { unit } } pendingChange { quantity price { id } }
} pageInfo { hasNextPage endCursor }`;

test('a list with all that hangs on it takes as many statements for many as for few', async () => {
  const plans = [await billing.newActivePlan(), await billing.newActivePlan()];
  const { merchantId } = billing.merchant;
  for (let i = 0; i < 12; i++) {
    const { transactionId } = await subscribe(
      billing.services,
      await billing.newPerson(),
      plans[i % 2] ?? '',
    );
    await settle(transactionId);
  }
  const counted = async (first: number) => {
    const before = statements.length;
    const query = `query ($id: ID!, $first: Int!) { subscriptions(merchantId: $id, first: $first) { ${EVERYTHING} } }`;
    const { subscriptions } = await ask(billing.owner, query, { id: merchantId, first });
    expect(subscriptions.nodes).toHaveLength(first);
    expect(subscriptions.nodes[0]).toMatchObject({
      status: 'ACTIVE',
      plan: { price: { amount: '25000' } },
      payments: [{ status: 'SETTLED', rail: 'CHARMS', flag: null }],
      price: { amount: '25000', currency: 'BTC', interval: { unit: 'MONTH' } },
      pendingChange: null,
    });
    return statements.length - before;
  };
  const few = await counted(2);
  expect(await counted(12)).toBe(few);
  expect(few).toBeLessThanOrEqual(14);
});

test('pages follow each other by cursor, and filters hold', async () => {
  const planId = await billing.newActivePlan();
  const person = await billing.newPerson();
  const { subscriptionId } = await subscribe(billing.services, person, planId);
  const { merchantId } = billing.merchant;
  const query = `query ($id: ID!, $first: Int!, $after: String, $planId: ID, $status: SubscriptionStatus) {
    subscriptions(merchantId: $id, first: $first, after: $after, planId: $planId, status: $status) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`;
  const first = await ask(billing.owner, query, { id: merchantId, first: 1 });
  expect(first.subscriptions).toMatchObject({
    nodes: [{ id: subscriptionId }],
    pageInfo: { hasNextPage: true },
  });
  const after = first.subscriptions.pageInfo.endCursor;
  const second = await ask(billing.owner, query, { id: merchantId, first: 1, after });
  expect(second.subscriptions.nodes[0].id < subscriptionId).toBe(true);
  const filtered = await ask(billing.owner, query, {
    id: merchantId,
    first: 9,
    planId,
    status: 'INCOMPLETE',
  });
  expect(filtered.subscriptions.nodes).toEqual([{ id: subscriptionId }]);
  const mine = await ask(person, '{ mySubscriptions { nodes { id plan { id } } } }');
  expect(mine.mySubscriptions.nodes).toEqual([{ id: subscriptionId, plan: { id: planId } }]);
  await expect(
    ask(billing.owner, query, { id: merchantId, first: 1, planId: '\u0000' }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('entitlement says what is granted, to the subscriber and to the merchant', async () => {
  const planId = await billing.newActivePlan();
  const person = await billing.newPerson();
  const { transactionId, subscriptionId } = await subscribe(billing.services, person, planId);
  await settle(transactionId);
  const query = `query ($merchantId: ID!, $address: String) { entitlement(merchantId: $merchantId, address: $address) {
    address active paidThrough grants { active subscription { id status plan { id } } } } }`;
  const { merchantId } = billing.merchant;
  const own = await ask(person, query, { merchantId });
  expect(own.entitlement).toEqual({
    address: person.address,
    active: true,
    paidThrough: '2027-02-28T12:00:00.000Z',
    grants: [{ active: true, subscription: { id: subscriptionId, status: 'ACTIVE', plan: { id: planId } } }],
  });
  expect(await ask(billing.owner, query, { merchantId, address: person.address })).toEqual(own);
});

test('a live subscription tells the present state, then the change, to owner and member alone', async () => {
  const planId = await billing.newActivePlan();
  const person = await billing.newPerson();
  const { transactionId, subscriptionId } = await subscribe(billing.services, person, planId);
  const watching = (viewer: PersonScope | null) =>
    subscribeTo({
      schema,
      document: parse(`subscription { subscriptionUpdated(subscriptionId: "${subscriptionId}") { status } }`),
      contextValue: contextOf(viewer),
    });
  expect(await watching(await billing.newPerson())).toMatchObject({
    errors: [{ originalError: { code: 'NOT_FOUND' } }],
  });
  expect(await watching(null)).toMatchObject({ errors: [{ originalError: { code: 'UNAUTHENTICATED' } }] });

  await dispatchEvents(billing.database, billing.clock.now());
  for (const viewer of [person, billing.owner]) {
    const stream = await watching(viewer);
    if (!(Symbol.asyncIterator in stream)) throw new Error('no stream');
    const status = async () => {
      const { value } = await stream.next();
      return value?.data?.subscriptionUpdated;
    };
    if (viewer === person) {
      expect(await status()).toEqual({ status: 'INCOMPLETE' });
      await settle(transactionId);
      await dispatchEvents(billing.database, billing.clock.now());
    }
    expect(await status()).toEqual({ status: 'ACTIVE' });
    await stream.return(undefined);
  }
});

test('watching a plan is for whoever may see it', async () => {
  const draft = await billing.newDraft();
  const watching = (viewer: PersonScope | null) =>
    subscribeTo({
      schema,
      document: parse(`subscription { planUpdated(planId: "${draft}") { status } }`),
      contextValue: contextOf(viewer),
    });
  expect(await watching(null)).toMatchObject({ errors: [{ originalError: { code: 'NOT_FOUND' } }] });
  const stream = await watching(billing.owner);
  if (!(Symbol.asyncIterator in stream)) throw new Error('no stream');
  expect((await stream.next()).value).toMatchObject({ data: { planUpdated: { status: 'DRAFT' } } });
  await stream.return(undefined);
});

test('a member mints a plan and sees the mint, which others do not', async () => {
  const planId = await billing.newDraft();
  const { mintPlan } = await ask(
    billing.owner,
    `mutation { mintPlan(planId: "${planId}") { plan { id status mint { id } } transaction { id kind plan { id } subscription { id } } } }`,
  );
  const { id } = mintPlan.transaction;
  expect(mintPlan).toEqual({
    plan: { id: planId, status: 'DRAFT', mint: { id } },
    transaction: { id, kind: 'PLAN_MINT', plan: { id: planId }, subscription: null },
  });
  const active = await billing.newActivePlan();
  await ask(billing.owner, `{ plan(id: "${active}") { mint { id } } }`);
  for (const viewer of [null, await billing.newPerson()]) {
    expect(await ask(viewer, `{ plan(id: "${active}") { mint { id } } }`)).toEqual({ plan: { mint: null } });
  }
  await expect(
    ask(await billing.newPerson(), `mutation { mintPlan(planId: "${planId}") { plan { id } } }`),
  ).rejects.toMatchObject({ code: 'NOT_FOUND', kind: 'plan' });
});

test('subscribing and renewing answer with the subscription and the transaction to sign', async () => {
  const planId = await billing.newActivePlan();
  const person = await billing.newPerson();
  const purchase = `subscription { id status latestTransaction { id } } transaction { id subscription { id } plan { id } }`;
  const { subscribe: first } = await ask(
    person,
    `mutation { subscribe(planId: "${planId}") { ${purchase} } }`,
  );
  expect(first).toEqual({
    subscription: {
      id: expect.any(String),
      status: 'INCOMPLETE',
      latestTransaction: { id: first.transaction.id },
    },
    transaction: {
      id: first.transaction.id,
      subscription: { id: first.subscription.id },
      plan: { id: planId },
    },
  });
  billing.charms.stages.set(first.transaction.id, 'sent');
  await settle(first.transaction.id);
  const id = first.subscription.id;
  const renewed = await ask(
    person,
    `mutation { renewSubscription(subscriptionId: "${id}", periods: 3) { ${purchase} } }`,
  );
  expect(renewed.renewSubscription.subscription).toMatchObject({
    id,
    status: 'ACTIVE',
    latestTransaction: { id: renewed.renewSubscription.transaction.id },
  });
  const paid = `{ subscription(id: "${id}") { payments { transaction { id subscription { id } } } } }`;
  expect((await ask(billing.owner, paid)).subscription.payments).toEqual([
    { transaction: { id: first.transaction.id, subscription: { id } } },
  ]);
  for (const operation of [
    `mutation { subscribe(planId: "${planId}") { subscription { id } } }`,
    `mutation { renewSubscription(subscriptionId: "${id}") { subscription { id } } }`,
  ]) {
    await expect(ask(null, operation)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});
