import 'reflect-metadata';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../api/context.ts';
import type { PersonScope } from '../identity/index.ts';
import { createTestPerson } from '../identity/testing.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { webhookResolvers } from './index.ts';
import type { WebhookServices } from './ports.ts';
import { createTestWebhooks, type Receiver, startReceiver, type TestWebhooks } from './testing.ts';

let webhooks: TestWebhooks;
let receiver: Receiver;
let schema: GraphQLSchema;
beforeAll(async () => {
  webhooks = await createTestWebhooks();
  receiver = await startReceiver();
  schema = buildSchemaSync({ resolvers: [...webhookResolvers], validate: false });
});
afterAll(async () => {
  await receiver.close();
  await webhooks.stop();
});

async function ask(
  person: PersonScope | null,
  document: string,
  variableValues: Record<string, unknown> = {},
) {
  const services = webhooks.services as unknown as WebhookServices;
  const signedIn = person ? { caller: person, expiresAt: undefined } : undefined;
  const facts = { signedIn, requestId: 'r', logger: silentLogger, ip: '127.0.0.1' };
  const contextValue = createContext(services, facts);
  const answer = await execute({ schema, document: parse(document), variableValues, contextValue });
  const [error] = answer.errors ?? [];
  if (error) throw error.originalError ?? error;
  return JSON.parse(JSON.stringify(answer.data));
}

const CREATE = `mutation ($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) { secret endpoint { id url eventTypes status } } }`;
const create = async (input: Record<string, unknown> = {}) => {
  const { merchantId } = webhooks.merchant;
  const idempotencyKey = webhooks.newKey();
  const complete = { merchantId, url: `${receiver.url}/`, eventTypes: ['*'], idempotencyKey, ...input };
  return (await ask(webhooks.owner, CREATE, { input: complete })).createWebhookEndpoint;
};

test('an endpoint is created once per key, shown without its secret, changed and deleted; all of it is audited', async () => {
  const first = await create({ idempotencyKey: 'create-1', eventTypes: ['thing.*'] });
  expect(first.secret).toMatch(/^whsec_/);
  const again = await create({ idempotencyKey: 'create-1', eventTypes: ['thing.*'] });
  expect(again).toEqual({ ...first, secret: null });
  await expect(create({ idempotencyKey: 'create-1' })).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
  const { id } = first.endpoint;
  const disabled = await ask(
    webhooks.owner,
    `mutation { updateWebhookEndpoint(input: { id: "${id}", enabled: false, description: "shop" }) {
      status disabledReason description eventTypes } }`,
  );
  expect(disabled.updateWebhookEndpoint).toEqual({
    status: 'DISABLED',
    disabledReason: 'MEMBER',
    description: 'shop',
    eventTypes: ['thing.*'],
  });
  await expect(
    ask(webhooks.owner, `mutation { sendTestWebhook(endpointId: "${id}", idempotencyKey: "t") { id } }`),
  ).rejects.toThrow('WEBHOOK_ENDPOINT_STATE');
  const rotated = await ask(
    webhooks.owner,
    `mutation { rotateWebhookSecret(input: { id: "${id}", overlapHours: 1, idempotencyKey: "rot" }) {
      secret endpoint { previousSecretExpiresAt } } }`,
  );
  expect(rotated.rotateWebhookSecret.secret).not.toBe(first.secret);
  await ask(webhooks.owner, `mutation { deleteWebhookEndpoint(id: "${id}") }`);
  await expect(ask(webhooks.owner, `mutation { deleteWebhookEndpoint(id: "${id}") }`)).rejects.toThrow(
    'NOT_FOUND',
  );
  const audit = await webhooks.database.client.auditEntry.findMany({
    where: { subjectId: id },
    orderBy: { id: 'asc' },
  });
  expect(audit.map(({ action }) => action)).toEqual([
    'webhook_endpoint.created',
    'webhook_endpoint.updated',
    'webhook_endpoint.disabled',
    'webhook_endpoint.secret_rotated',
    'webhook_endpoint.deleted',
  ]);
  expect(JSON.stringify(audit)).not.toContain('whsec_');
});

test('a test is sent once per key; its delivery is listed with request and answer, and replayed', async () => {
  const { endpoint } = await create({ eventTypes: ['thing.broken'] });
  const send = `mutation { sendTestWebhook(endpointId: "${endpoint.id}", idempotencyKey: "test-1") { id } }`;
  const { sendTestWebhook } = await ask(webhooks.owner, send);
  expect((await ask(webhooks.owner, send)).sendTestWebhook).toEqual(sendTestWebhook);
  await webhooks.newWorker().untilIdle();
  const list = `query ($m: ID!) { webhookDeliveries(merchantId: $m, endpointId: "${endpoint.id}") { nodes {
    id status eventType payload attempts attemptLog { number responseStatus responseBody error
      requestHeaders { name value } responseHeaders { name } } } } }`;
  const { merchantId } = webhooks.merchant;
  const [delivery, ...others] = (await ask(webhooks.owner, list, { m: merchantId })).webhookDeliveries.nodes;
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({
    id: sendTestWebhook.id,
    status: 'SUCCEEDED',
    eventType: 'webhook.test',
    attempts: 1,
    attemptLog: [{ number: 1, responseStatus: 200, responseBody: 'thank you', error: null }],
  });
  expect(receiver.received.at(-1)?.body).toBe(delivery.payload);
  const replay = `mutation ($m: ID!) { replayWebhookDelivery(merchantId: $m, id: "${delivery.id}") { status } }`;
  expect(await ask(webhooks.owner, replay, { m: merchantId })).toEqual({
    replayWebhookDelivery: { status: 'PENDING' },
  });
  await expect(ask(webhooks.owner, replay, { m: merchantId })).rejects.toThrow('WEBHOOK_DELIVERY_STATE');
  const none = `query ($m: ID!) { webhookDeliveries(merchantId: $m, status: FAILED) { nodes { id } } }`;
  expect((await ask(webhooks.owner, none, { m: merchantId })).webhookDeliveries.nodes).toEqual([]);
});

test('whoever is no member finds nothing of it, and a viewer may not', async () => {
  const { endpoint } = await create();
  await webhooks.happen(['thing_1']);
  const [delivery] = (await webhooks.deliveries()).filter(({ endpointId }) => endpointId === endpoint.id);
  const { person: stranger, scope: strange } = await webhooks.newMerchant();
  const { merchantId } = webhooks.merchant;
  const operations = [
    `{ webhookEndpoints(merchantId: "${merchantId}") { nodes { id } } }`,
    `{ webhookDeliveries(merchantId: "${merchantId}") { nodes { id } } }`,
    `mutation { updateWebhookEndpoint(input: { id: "${endpoint.id}", enabled: false }) { id } }`,
    `mutation { rotateWebhookSecret(input: { id: "${endpoint.id}", idempotencyKey: "x" }) { secret } }`,
    `mutation { deleteWebhookEndpoint(id: "${endpoint.id}") }`,
    `mutation { sendTestWebhook(endpointId: "${endpoint.id}", idempotencyKey: "x") { id } }`,
    `mutation { replayWebhookDelivery(merchantId: "${merchantId}", id: "${delivery?.id}") { id } }`,
    `mutation { replayFailedWebhookDeliveries(endpointId: "${endpoint.id}", since: "2027-01-01T00:00:00Z") }`,
  ];
  const viewer = await createTestPerson(webhooks.database.client, {
    address: 'a viewer',
    now: webhooks.clock.now(),
  });
  await webhooks.database.client.merchantMember.create({
    data: { merchantId, personId: viewer.personId, role: 'viewer', createdAt: webhooks.clock.now() },
  });
  for (const operation of operations) {
    await expect(ask(stranger, operation)).rejects.toThrow('NOT_FOUND');
    await expect(ask(null, operation)).rejects.toThrow('UNAUTHENTICATED');
    await expect(ask(viewer, operation)).rejects.toThrow('FORBIDDEN');
  }
  // Nor by naming their own merchant beside somebody else's delivery.
  const theirs = `mutation { replayWebhookDelivery(merchantId: "${strange.merchantId}", id: "${delivery?.id}") { id } }`;
  await expect(ask(stranger, theirs)).rejects.toThrow('NOT_FOUND');
});

test('there is a limit to endpoints, also for requests at once; deleted ones do not count', async () => {
  const { person, scope } = await webhooks.newMerchant();
  const add = () =>
    ask(person, CREATE, {
      input: {
        merchantId: scope.merchantId,
        url: receiver.url,
        eventTypes: ['*'],
        idempotencyKey: webhooks.newKey(),
      },
    });
  const answers = await Promise.allSettled(Array.from({ length: 22 }, add));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused.map(({ reason }) => reason.code)).toEqual(Array(2).fill('WEBHOOK_ENDPOINT_LIMIT'));
  const { webhookEndpoints } = await ask(
    person,
    `{ webhookEndpoints(merchantId: "${scope.merchantId}", first: 5) { nodes { id } pageInfo { hasNextPage } } }`,
  );
  expect(webhookEndpoints.pageInfo.hasNextPage).toBe(true);
  await ask(person, `mutation { deleteWebhookEndpoint(id: "${webhookEndpoints.nodes[0].id}") }`);
  await add();
});
