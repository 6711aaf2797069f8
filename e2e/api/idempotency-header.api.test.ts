import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, graphql } from '../support/graphql.ts';
import { type Session, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let api: TestApi;
let owner: Session;
let merchantId: string;
beforeAll(async () => {
  api = await startTestApi();
  owner = await signIn(api.graphqlUrl);
  const { data } = await graphql(
    api.graphqlUrl,
    'mutation { createMerchant(name: "Shop", test: true) { id } }',
    {
      token: owner.token,
    },
  );
  merchantId = Object(data?.createMerchant).id;
});
afterAll(() => api.stop());

const CREATE = `mutation Create($input: CreatePlanInput!, $key: String) {
  createPlan(input: $input, idempotencyKey: $key) { id name } }`;

function ask(key: string, { name = 'Tea', argument = undefined as string | undefined, query = CREATE } = {}) {
  const prices = [{ amount: '900', currency: 'USD', interval: { unit: 'MONTH' } }];
  return graphql(api.graphqlUrl, query, {
    token: owner.token,
    headers: { 'idempotency-key': key },
    variables: { input: { merchantId, name, prices }, key: argument },
  });
}

test('a mutation under the header is done once, and another one under it is refused', async () => {
  const [first, second] = [await ask('plan-1'), await ask('plan-1')];
  expect(first.data?.createPlan).toMatchObject({ name: 'Tea' });
  expect(second.data).toEqual(first.data);
  expect(codeOf(await ask('plan-1', { name: 'Coffee' }))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await ask('plan-2')).data).not.toEqual(first.data);
});

test('the argument may say the same, and nothing else', async () => {
  const first = await ask('plan-3', { argument: 'plan-3' });
  expect((await ask('plan-3')).data).toEqual(first.data);
  const other = await ask('plan-4', { argument: 'plan-5' });
  expect(codeOf(other)).toBe('INVALID_INPUT');
  expect(other.errors[0]?.extensions.facts).toMatchObject({ field: 'idempotencyKey' });
});

test('a key in an input is that of the header too', async () => {
  const query = `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret } }`;
  const input = { merchantId, url: 'https://tea.example/hooks', eventTypes: ['*'], idempotencyKey: 'hook-1' };
  const answer = await graphql(api.graphqlUrl, query, {
    token: owner.token,
    headers: { 'idempotency-key': 'hook-2' },
    variables: { input },
  });
  expect(codeOf(answer)).toBe('INVALID_INPUT');
});

test('it goes with one mutation field, is of bounded length, and means nothing to queries', async () => {
  const two = `mutation ($input: CreatePlanInput!) {
    a: createPlan(input: $input) { id } ...more }
    fragment more on Mutation { b: createPlan(input: $input) { id } }`;
  expect(codeOf(await ask('plan-6', { query: two }))).toBe('BAD_REQUEST');
  expect(codeOf(await ask('x'.repeat(101)))).toBe('BAD_REQUEST');
  expect(codeOf(await ask('two words'))).toBe('BAD_REQUEST');
  expect((await ask('plan-7', { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  const undone = await api.services.database.client.plan.count({ where: { merchantId } });
  expect(undone).toBe(3);
});
