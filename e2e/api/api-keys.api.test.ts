import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, graphql } from '../support/graphql.ts';
import { connect, connectLive, subscribe } from '../support/live.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

const PER_MINUTE = 200;
const PAYOUT = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';

let server: TestApi;
let owner: string;
let merchantId: string;
beforeAll(async () => {
  server = await startTestApi({ env: { RATE_LIMIT_PER_MINUTE: `${PER_MINUTE}` } });
  owner = (await signIn(server.graphqlUrl)).token;
  const founded = await ask(owner, 'mutation { createMerchant(name: "Shop", test: true) { id mode } }');
  ({ id: merchantId } = Object(founded.data?.createMerchant));
  expect(Object(founded.data?.createMerchant).mode).toBe('TEST');
});
afterAll(() => server.stop());

const ask = (token: string, query: string, variables: Record<string, unknown> = {}) =>
  graphql(server.graphqlUrl, query, { token, variables });

async function newKey(scopes: string[]): Promise<{ id: string; secret: string }> {
  const answer = await ask(
    owner,
    `mutation ($m: ID!, $s: [ApiKeyScope!]!) {
      createApiKey(merchantId: $m, name: "Server", scopes: $s) { secret apiKey { id hint mode } } }`,
    { m: merchantId, s: scopes },
  );
  const { secret, apiKey } = Object(answer.data?.createApiKey);
  expect(secret).toMatch(/^cb_test_/);
  expect(apiKey).toEqual({ id: expect.stringMatching(/^key_/), hint: secret.slice(-4), mode: 'TEST' });
  return { id: apiKey.id, secret };
}

const CREATE_PLAN = `mutation ($input: CreatePlanInput!, $key: String) {
  createPlan(input: $input, idempotencyKey: $key) { id status } }`;
const plan = (more: object = {}) => ({
  input: { merchantId, name: 'Tea', priceSats: '1000', interval: { unit: 'MONTH', count: 1 }, ...more },
});

test('a key does what its scopes open, once per idempotency key, and the log says that it was the key', async () => {
  const { id, secret } = await newKey(['PLANS_WRITE', 'READ']);
  const withoutAddress = await ask(secret, CREATE_PLAN, plan());
  expect(withoutAddress.errors[0]?.extensions.facts).toMatchObject({ field: 'payoutAddress' });
  const variables = { ...plan({ payoutAddress: PAYOUT }), key: 'plan-1' };
  const [first, second] = [
    await ask(secret, CREATE_PLAN, variables),
    await ask(secret, CREATE_PLAN, variables),
  ];
  expect(first.data?.createPlan).toEqual({ id: expect.any(String), status: 'DRAFT' });
  expect(second.data).toEqual(first.data);
  const other = await ask(secret, CREATE_PLAN, {
    ...plan({ payoutAddress: PAYOUT, name: 'X' }),
    key: 'plan-1',
  });
  expect(codeOf(other)).toBe('IDEMPOTENCY_KEY_REUSED');
  const log = await ask(
    secret,
    'query ($m: ID!, $a: ID) { auditLog(merchantId: $m, actorId: $a) { nodes { actor { kind id } action details } } }',
    { m: merchantId, a: id },
  );
  expect(Object(log.data?.auditLog).nodes).toEqual([
    { actor: { kind: 'API_KEY', id }, action: 'plan.created', details: expect.any(Object) },
  ]);
});

test('a key is refused beyond its scopes, and told what is missing', async () => {
  const { secret } = await newKey(['PLANS_READ']);
  expect((await ask(secret, `{ plans(merchantId: "${merchantId}") { nodes { id } } }`)).status).toBe(200);
  for (const [query, needs] of [
    [`{ subscriptions(merchantId: "${merchantId}") { nodes { id } } }`, 'scope subscriptions:read'],
    [`{ auditLog(merchantId: "${merchantId}") { nodes { id } } }`, 'scope read'],
    [`mutation { updateMerchant(merchantId: "${merchantId}", name: "x") { id } }`, 'scope write'],
  ] as const) {
    const answer = await ask(secret, query);
    expect([answer.status, codeOf(answer), answer.errors[0]?.extensions.facts]).toEqual([
      403,
      'FORBIDDEN',
      { needs },
    ]);
  }
});

test.each([
  `{ me { id } }`,
  `mutation { signOut }`,
  `mutation { createMerchant(name: "x") { id } }`,
  `{ members(merchantId: "$m") { role } }`,
  `{ invitations(merchantId: "$m") { role } }`,
  `{ apiKeys(merchantId: "$m") { nodes { id } } }`,
  `mutation { createApiKey(merchantId: "$m", name: "x", scopes: [READ]) { secret } }`,
  `mutation { rotateApiKey(merchantId: "$m", id: "key_x") { secret } }`,
  `mutation { revokeApiKey(merchantId: "$m", id: "key_x") { id } }`,
  `mutation { inviteMember(merchantId: "$m", address: "x", role: VIEWER) { role } }`,
  `mutation { removeMember(merchantId: "$m", personId: "x") }`,
  `mutation { changeMemberRole(merchantId: "$m", personId: "x", role: OWNER) { role } }`,
  `mutation { mintPlan(planId: "plan_x") { transaction { id } } }`,
  `mutation { submitSignedTransaction(transactionId: "x", psbt: "x") { id } }`,
])('%s is for people alone', async (query) => {
  const { secret } = await newKey(['READ', 'WRITE']);
  const answer = await ask(secret, query.replace('$m', merchantId));
  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', facts: { needs: 'person' } });
});

test('a key is counted for itself, and a made-up one for the address it comes from', async () => {
  server.clock.advanceBy(60_000);
  const { secret } = await newKey(['READ']);
  const query = `{ merchant(id: "${merchantId}") { name } }`;
  expect((await ask(secret, query)).status).toBe(200);
  const made = Array.from({ length: PER_MINUTE + 10 }, () =>
    ask(secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a'), query),
  );
  const refused = (await Promise.all(made)).filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(10);
  expect((await graphql(server.graphqlUrl, query)).status).toBe(429);
  expect((await ask(secret, query)).status).toBe(200);
  const own = await Promise.all(Array.from({ length: PER_MINUTE + 10 }, () => ask(secret, query)));
  expect(own.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10);
  expect((await ask(owner, query)).status).toBe(200);
  server.clock.advanceBy(60_000);
});

test('a revoked key is nobody at once, and its live connection is closed', async () => {
  server.clock.advanceBy(60_000);
  const { id, secret } = await newKey(['WRITE']);
  const created = await ask(secret, CREATE_PLAN, plan({ payoutAddress: PAYOUT }));
  const live = await connectLive(server.graphqlUrl, { token: secret });
  subscribe(live, 'subscription ($p: ID!) { planUpdated(planId: $p) { status } }', {
    p: Object(created.data?.createPlan).id,
  });
  expect(await live.next()).toMatchObject({ payload: { data: { planUpdated: { status: 'DRAFT' } } } });
  const revoke = 'mutation ($m: ID!, $id: ID!) { revokeApiKey(merchantId: $m, id: $id) { revokedAt } }';
  await ask(owner, revoke, { m: merchantId, id });
  expect((await live.closed).code).toBe(4403);
  expect(codeOf(await ask(secret, `{ plans(merchantId: "${merchantId}") { nodes { id } } }`))).toBe(
    'UNAUTHENTICATED',
  );
  const again = await connect(server.graphqlUrl);
  again.send({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } });
  expect((await again.closed).code).toBe(4403);
});

test('a rotated key keeps its live connection for the overlap', async () => {
  server.clock.advanceBy(60_000);
  const { id, secret } = await newKey(['READ']);
  const live = await connectLive(server.graphqlUrl, { token: secret });
  const rotate = `mutation ($m: ID!, $id: ID!) {
    rotateApiKey(merchantId: $m, id: $id, overlapSeconds: 60) { secret apiKey { id } } }`;
  const { data } = await ask(owner, rotate, { m: merchantId, id });
  const query = `{ plans(merchantId: "${merchantId}") { nodes { id } } }`;
  for (const each of [secret, Object(data?.rotateApiKey).secret]) {
    expect((await ask(each, query)).status).toBe(200);
  }
  live.send({ type: 'ping' });
  expect(await live.next()).toEqual({ type: 'pong' });
  server.clock.advanceBy(60_000);
  expect(codeOf(await ask(secret, query))).toBe('UNAUTHENTICATED');
  await live.end();
});
