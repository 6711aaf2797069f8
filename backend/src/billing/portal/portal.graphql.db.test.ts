import 'reflect-metadata';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../api/context.ts';
import { charmsResolvers } from '../../charms/index.ts';
import { authenticate, identityResolvers, type PersonScope } from '../../identity/index.ts';
import { createTestMerchant } from '../../identity/testing.ts';
import { newId } from '../../platform/ids.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { billingResolvers } from '../index.ts';
import { activatePlan } from '../plans/activate-plan.ts';
import { createPlan } from '../plans/create-plan.ts';
import type { BillingServices } from '../ports.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { createTestBilling, MONTHLY, type TestBilling } from '../testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let schema: GraphQLSchema;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
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
  await billing.database.close();
  await testDatabase.drop();
});

type Variables = Record<string, unknown>;

/** Asks as a person, or with a bearer token, or as nobody. */
async function ask(who: PersonScope | string | null, document: string, variableValues: Variables = {}) {
  const services = billing.services as unknown as BillingServices;
  const signedIn =
    typeof who === 'string'
      ? await authenticate(services, who)
      : who
        ? { caller: who, expiresAt: new Date('2100-01-01T00:00:00Z') }
        : undefined;
  const answer = await execute({
    schema,
    document: parse(document),
    variableValues,
    contextValue: createContext(services, {
      signedIn,
      requestId: 'r',
      logger: silentLogger,
      ip: '127.0.0.1',
    }),
  });
  const [error] = answer.errors ?? [];
  if (error) throw error.originalError ?? error;
  return JSON.parse(JSON.stringify(answer.data));
}

async function newPlan(scope = billing.merchant, trialDays = 14) {
  const { planId } = await createPlan(billing.services, billing.owner, scope, {
    name: 'Team',
    prices: [{ amount: 1_000n, currency: 'USD', interval: MONTHLY, trialDays }],
  });
  await activatePlan(billing.services, scope, planId);
  const price = await billing.database.client.price.findFirstOrThrow({ where: { planId } });
  return price.id;
}

/** A subscriber on trial at the merchant. */
async function subscriber(scope = billing.merchant) {
  const person = await billing.newPerson();
  const priceId = await newPlan(scope);
  const { subscriptionId } = await startSubscription(billing.services, person, { priceId });
  const { customerId, merchantId } = await billing.database.client.subscription.findUniqueOrThrow({
    where: { id: subscriptionId },
  });
  return { person, priceId, subscriptionId, customerId, merchantId };
}

const CREATE = `mutation ($merchantId: ID!, $customerId: ID!, $returnUrl: String) {
  createPortalSession(merchantId: $merchantId, customerId: $customerId, returnUrl: $returnUrl) { url expiresAt } }`;
const REDEEM = `mutation ($secret: String!) { redeemPortalLink(secret: $secret) { token expiresAt returnUrl } }`;

async function openLink(merchantId: string, customerId: string, returnUrl?: string): Promise<string> {
  const { createPortalSession } = await ask(billing.owner, CREATE, { merchantId, customerId, returnUrl });
  return new URL(createPortalSession.url).hash.slice(1);
}

async function letIn({ merchantId, customerId }: { merchantId: string; customerId: string }) {
  const { redeemPortalLink } = await ask(null, REDEEM, { secret: await openLink(merchantId, customerId) });
  return redeemPortalLink.token as string;
}

test('a link is redeemed once, by whoever is first, within half an hour', async () => {
  const { merchantId, customerId } = await subscriber();
  const secret = await openLink(merchantId, customerId, 'https://tea.example/account');
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => ask(null, REDEEM, { secret })));
  const redeemed = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(redeemed).toHaveLength(1);
  const { token, returnUrl } = redeemed[0].redeemPortalLink;
  expect(returnUrl).toBe('https://tea.example/account');
  expect(await ask(token, '{ portal { merchant { id } customer { id } } }')).toEqual({
    portal: { merchant: { id: merchantId }, customer: { id: customerId } },
  });
  const late = await openLink(merchantId, customerId);
  billing.clock.advanceBy(30 * 60_000);
  for (const unusable of [late, secret, token, 'cb_link_', `cb_link_${'A'.repeat(43)}`]) {
    await expect(ask(null, REDEEM, { secret: unusable })).rejects.toMatchObject({
      code: 'PORTAL_LINK_UNUSABLE',
    });
  }
});

test('nothing but hashes is kept of links and tokens', async () => {
  const token = await letIn(await subscriber());
  const rows = await billing.database.client.$queryRaw<{ row: string }[]>`
    SELECT portal_sessions::text AS row FROM portal_sessions`;
  expect(rows.length).toBeGreaterThan(0);
  const hex = Buffer.from(token).toString('hex');
  for (const { row } of rows) {
    expect(row).not.toContain(token.slice(10));
    expect(row).not.toContain(hex);
  }
});

test('a portal session sees and manages what its customer has at its merchant', async () => {
  const life = await subscriber();
  const { subscriptionId, customerId, merchantId } = life;
  const token = await letIn(life);
  const own = await ask(token, '{ mySubscriptions { nodes { id status } } }');
  expect(own.mySubscriptions.nodes).toEqual([{ id: subscriptionId, status: 'TRIALING' }]);
  const variables = { id: subscriptionId };
  const act = (mutation: string) =>
    ask(token, `mutation ($id: ID!) { ${mutation} { status cancelAtPeriodEnd } }`, variables);
  expect(await act('cancelSubscription(subscriptionId: $id, atPeriodEnd: true)')).toMatchObject({
    cancelSubscription: { status: 'TRIALING', cancelAtPeriodEnd: true },
  });
  expect(await act('keepSubscription(subscriptionId: $id)')).toMatchObject({
    keepSubscription: { cancelAtPeriodEnd: false },
  });
  const written = await ask(
    token,
    `mutation { setContact(merchantId: "${merchantId}", customerId: "${customerId}", email: "me@mail.example") { email } }`,
  );
  expect(written.setContact.email).toBe('me@mail.example');
  expect(await act('cancelSubscription(subscriptionId: $id)')).toMatchObject({
    cancelSubscription: { status: 'CANCELED' },
  });
  const again = await ask(
    token,
    `mutation { startSubscription(priceId: "${life.priceId}", quantity: 3, metadata: {team: "blue"}, idempotencyKey: "k")
      { invoiceId subscription { quantity status customer { id } } } }`,
  );
  expect(again.startSubscription).toMatchObject({
    subscription: { quantity: 3, status: 'INCOMPLETE', customer: { id: customerId } },
    invoiceId: expect.stringMatching(/^inv_/),
  });
});

test('a portal session changes its customer’s subscription as the preview says', async () => {
  const life = await subscriber();
  const token = await letIn(life);
  const cheaper = await newPlan(billing.merchant, 0);
  const id = life.subscriptionId;
  const { changeOptions } = await ask(
    token,
    'query ($id: ID!) { changeOptions(subscriptionId: $id) { plan { name } price { id currency onChain } } }',
    { id },
  );
  const offered = changeOptions.map(({ price }: { price: { id: string } }) => price.id);
  expect(offered).toEqual(expect.arrayContaining([life.priceId, cheaper]));
  const { previewChange } = await ask(
    token,
    'query ($id: ID!, $p: ID!) { previewChange(subscriptionId: $id, priceId: $p, quantity: 2) { at amountDue credit } }',
    { id, p: cheaper },
  );
  expect(previewChange).toMatchObject({ amountDue: '0', credit: '0' });
  const change = (when: string, priceId: string, key: string) =>
    ask(
      token,
      `mutation ($input: ChangeSubscriptionInput!) { changeSubscription(input: $input) {
        subscription { quantity price { id } pendingChange { quantity price { id } } } } }`,
      { input: { subscriptionId: id, priceId, quantity: 2, when, idempotencyKey: key } },
    );
  const scheduled = await change('PERIOD_END', cheaper, 'a');
  expect(scheduled.changeSubscription.subscription).toEqual({
    quantity: 1,
    price: { id: life.priceId },
    pendingChange: { quantity: 2, price: { id: cheaper } },
  });
  const changed = await change('NOW', cheaper, 'b');
  expect(changed.changeSubscription.subscription).toEqual({
    quantity: 2,
    price: { id: cheaper },
    pendingChange: null,
  });
  const stranger = await letIn(await subscriber());
  for (const operation of [
    'query ($id: ID!) { changeOptions(subscriptionId: $id) { price { id } } }',
    `query ($id: ID!) { previewChange(subscriptionId: $id, priceId: "${cheaper}") { at } }`,
    `mutation ($id: ID!) { changeSubscription(input: {subscriptionId: $id, priceId: "${cheaper}"}) { invoiceId } }`,
  ]) {
    await expect(ask(stranger, operation, { id }), operation).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('it reaches nothing of other customers, of other merchants, or of the merchant itself', async () => {
  const other = await subscriber();
  const elsewhere = await createTestMerchant(billing.database.client, billing.owner, {
    now: billing.clock.now(),
  });
  const foreign = await subscriber(elsewhere);
  const life = await subscriber();
  // The same person, as the customer of another merchant.
  const { subscriptionId: alsoMine } = await startSubscription(billing.services, life.person, {
    priceId: foreign.priceId,
  });
  const token = await letIn(life);
  for (const id of [other.subscriptionId, foreign.subscriptionId, alsoMine, newId('subscription')]) {
    for (const operation of [
      'query ($id: ID!) { subscription(id: $id) { id } }',
      'mutation ($id: ID!) { cancelSubscription(subscriptionId: $id) { id } }',
      'mutation ($id: ID!) { keepSubscription(subscriptionId: $id) { id } }',
      'mutation ($id: ID!) { pauseSubscription(subscriptionId: $id) { id } }',
      'mutation ($id: ID!) { resumeSubscription(subscriptionId: $id) { id } }',
    ]) {
      await expect(ask(token, operation, { id }), operation).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  }
  const own = await ask(token, '{ mySubscriptions { nodes { id } } }');
  expect(own.mySubscriptions.nodes).toEqual([{ id: life.subscriptionId }]);
  const write = (merchantId: string, customerId: string) =>
    ask(
      token,
      `mutation { setContact(merchantId: "${merchantId}", customerId: "${customerId}", name: "x") { id } }`,
    );
  await expect(write(other.merchantId, other.customerId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(write(foreign.merchantId, foreign.customerId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(
    ask(token, `mutation { startSubscription(priceId: "${foreign.priceId}") { invoiceId } }`),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { merchantId, customerId } = life;
  for (const operation of [
    '{ me { id } }',
    `{ plans(merchantId: "${merchantId}") { nodes { id } } }`,
    `{ subscriptions(merchantId: "${merchantId}") { nodes { id } } }`,
    `{ dunningPolicy(merchantId: "${merchantId}") { end } }`,
    `mutation { subscribe(planId: "${newId('plan')}") { transaction { id } } }`,
    `mutation { createPortalSession(merchantId: "${merchantId}", customerId: "${customerId}") { url } }`,
    `mutation { revokePortalSessions(merchantId: "${merchantId}", customerId: "${customerId}") }`,
  ]) {
    await expect(ask(token, operation), operation).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});

test('it sees its own invoices, and nobody else’s', async () => {
  const life = await subscriber();
  const buy = async (person: PersonScope) => {
    const priceId = await newPlan(billing.merchant, 0);
    return (await startSubscription(billing.services, person, { priceId })).invoiceId ?? '';
  };
  const [own, foreign] = [await buy(life.person), await buy(await billing.newPerson())];
  const token = await letIn(life);
  const { myInvoices } = await ask(token, '{ myInvoices { nodes { id status } } }');
  expect(myInvoices.nodes).toEqual([{ id: own, status: 'OPEN' }]);
  const show = (id: string) => ask(token, 'query ($id: ID!) { invoice(id: $id) { id } }', { id });
  expect(await show(own)).toEqual({ invoice: { id: own } });
  for (const id of [foreign, newId('invoice')]) {
    await expect(show(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('a session ends after an hour, when it says so, and when the merchant does', async () => {
  const life = await subscriber();
  const { merchantId, customerId } = life;
  const [first, second, third] = [await letIn(life), await letIn(life), await letIn(life)];
  await ask(first, 'mutation { endPortalSession }');
  await expect(ask(first, '{ portal { id } }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await ask(second, '{ portal { id } }');
  billing.clock.advanceBy(3_600_000);
  await expect(ask(second, '{ portal { id } }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(third, '{ portal { id } }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

  const token = await letIn(life);
  const link = await openLink(merchantId, customerId);
  const revoked = await ask(
    billing.owner,
    `mutation { revokePortalSessions(merchantId: "${merchantId}", customerId: "${customerId}") }`,
  );
  expect(revoked.revokePortalSessions).toBe(2);
  await expect(ask(token, '{ portal { id } }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(null, REDEEM, { secret: link })).rejects.toMatchObject({ code: 'PORTAL_LINK_UNUSABLE' });
});

test('links are for customers of the merchant, made by its admins, and lead back to pages alone', async () => {
  const { merchantId, customerId } = await subscriber();
  const foreign = await subscriber(
    await createTestMerchant(billing.database.client, billing.owner, { now: billing.clock.now() }),
  );
  const viewer = await billing.newPerson();
  await billing.database.client.merchantMember.create({
    data: { merchantId, personId: viewer.personId, role: 'viewer', createdAt: billing.clock.now() },
  });
  const variables = { merchantId, customerId };
  await expect(ask(viewer, CREATE, variables)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(ask(await billing.newPerson(), CREATE, variables)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(ask(null, CREATE, variables)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(
    ask(billing.owner, CREATE, { merchantId, customerId: foreign.customerId }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const returnUrl of ['javascript:alert(1)', 'data:text/html,x', 'tea', '']) {
    await expect(ask(billing.owner, CREATE, { ...variables, returnUrl })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  }
});

test('a member of the merchant manages a subscription on behalf of its customer, on record', async () => {
  const { subscriptionId, merchantId } = await subscriber();
  const cancel =
    'mutation ($id: ID!) { cancelSubscription(subscriptionId: $id, atPeriodEnd: true) { status } }';
  const stranger = await billing.newPerson();
  await expect(ask(stranger, cancel, { id: subscriptionId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await ask(billing.owner, cancel, { id: subscriptionId });
  const [entry] = await billing.database.client.auditEntry.findMany({
    where: { merchantId, subjectId: subscriptionId },
  });
  expect(entry).toMatchObject({
    action: 'subscription.canceled',
    actorKind: 'person',
    actorId: billing.owner.personId,
  });
});

test('plans have prices and features; new prices are for new subscribers', async () => {
  const { merchantId } = billing.merchant;
  const created = await ask(
    billing.owner,
    `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id mintable features prices { id amount trialDays } } }`,
    {
      input: {
        merchantId,
        name: 'Studio',
        features: { seats: 5, export: true, region: 'eu' },
        prices: [{ amount: '900', currency: 'USD', interval: { unit: 'MONTH' }, trialDays: 7 }],
      },
    },
  );
  const { id, ...plan } = created.createPlan;
  expect(plan).toMatchObject({
    mintable: false,
    features: { seats: 5, export: true, region: 'eu' },
    prices: [{ amount: '900', trialDays: 7 }],
  });
  const activated = await ask(billing.owner, `mutation { activatePlan(planId: "${id}") { status } }`);
  expect(activated.activatePlan.status).toBe('ACTIVE');
  const add = () =>
    ask(
      billing.owner,
      `mutation { addPrice(planId: "${id}", idempotencyKey: "yearly", price: {amount: "9000", currency: "USD", interval: {unit: YEAR}}) { prices { id amount active } } }`,
    );
  const { addPrice } = await add();
  expect(await add()).toEqual({ addPrice });
  expect(addPrice.prices).toHaveLength(2);
  const archived = await ask(
    billing.owner,
    `mutation { archivePrice(planId: "${id}", priceId: "${addPrice.prices[0].id}") { price { amount } prices { active } } }`,
  );
  expect(archived.archivePrice).toEqual({
    price: { amount: '9000' },
    prices: [{ active: false }, { active: true }],
  });
});
