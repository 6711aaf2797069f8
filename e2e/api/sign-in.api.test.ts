import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevWallet } from '../../ops/src/demo/wallet.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { askChallenge, CHALLENGE, SIGN_IN, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
beforeAll(async () => {
  server = await startTestApi();
});
afterAll(() => server.stop());

const ME = '{ me { id address merchants { id name role } } }';

test.each(['p2wpkh', 'p2tr'] as const)('a %s wallet signs in and is told who it is', async (type) => {
  const wallet = createDevWallet(type);
  const { token, person } = await signIn(server.graphqlUrl, wallet);
  const { data } = await graphql(server.graphqlUrl, ME, { token });
  expect(data).toEqual({ me: { id: person.id, address: wallet.address, merchants: [] } });
});

test('a challenge cannot be used a second time', async () => {
  const wallet = createDevWallet();
  const { id, message } = await askChallenge(server.graphqlUrl, wallet.address);
  const variables = { challengeId: id, signature: wallet.signMessage(message) };
  expect((await graphql(server.graphqlUrl, SIGN_IN, { variables })).status).toBe(200);
  const replay = await graphql(server.graphqlUrl, SIGN_IN, { variables });
  expect(replay.status).toBe(401);
  expect(codeOf(replay)).toBe('CHALLENGE_UNUSABLE');
});

test('an expired challenge opens nothing', async () => {
  const wallet = createDevWallet();
  const { id, message } = await askChallenge(server.graphqlUrl, wallet.address);
  server.clock.advanceBy(300_000);
  const variables = { challengeId: id, signature: wallet.signMessage(message) };
  expect(codeOf(await graphql(server.graphqlUrl, SIGN_IN, { variables }))).toBe('CHALLENGE_UNUSABLE');
});

test('a foreign signature opens nothing', async () => {
  const { id, message } = await askChallenge(server.graphqlUrl, createDevWallet().address);
  for (const signature of [createDevWallet().signMessage(message), 'nonsense', '']) {
    const answer = await graphql(server.graphqlUrl, SIGN_IN, { variables: { challengeId: id, signature } });
    expect(answer.status).toBe(401);
    expect(codeOf(answer)).toBe('SIGNATURE_INVALID');
    expect(answer.data).toBeNull();
  }
});

test.each(['bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l', '', 'satoshi'])(
  'no challenge is given for %j',
  async (address) => {
    const answer = await graphql(server.graphqlUrl, CHALLENGE, { variables: { address } });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]).toMatchObject({
      message: 'The address must be a native segwit or taproot address on regtest.',
      extensions: { code: 'ADDRESS_UNSUPPORTED', retryable: false, facts: { network: 'regtest' } },
    });
  },
);

test('a session that was ended or has expired is nobody, also to itself', async () => {
  const first = await signIn(server.graphqlUrl);
  const second = await signIn(server.graphqlUrl, first.wallet);
  const { data } = await graphql(server.graphqlUrl, 'mutation { signOut }', { token: first.token });
  expect(data).toEqual({ signOut: true });
  for (const query of [ME, 'mutation { signOut }']) {
    const answer = await graphql(server.graphqlUrl, query, { token: first.token });
    expect(answer.status).toBe(401);
    expect(codeOf(answer)).toBe('UNAUTHENTICATED');
  }
  expect((await graphql(server.graphqlUrl, ME, { token: second.token })).status).toBe(200);
  server.clock.advanceTo(new Date(second.expiresAt));
  expect((await graphql(server.graphqlUrl, ME, { token: second.token })).status).toBe(401);
});

test.each([
  ['me', ME],
  ['signOut', 'mutation { signOut }'],
  ['createMerchant', 'mutation { createMerchant(name: "x") { id } }'],
])('%s is refused without a session', async (_, query) => {
  for (const headers of [{}, { authorization: 'Bearer a.b.c' }, { authorization: 'Basic YTpi' }]) {
    const answer = await graphql(server.graphqlUrl, query, { headers });
    expect(answer.status).toBe(401);
    expect(answer.errors[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', retryable: false });
  }
});

test('a merchant is founded by whoever signed in, and shown to everybody by its public side', async () => {
  const { token } = await signIn(server.graphqlUrl);
  const founded = await graphql(
    server.graphqlUrl,
    `mutation { createMerchant(name: "Shop", supportContact: "help@shop.example") { id name role } }`,
    { token },
  );
  expect(founded.data?.createMerchant).toEqual({ id: expect.any(String), name: 'Shop', role: 'OWNER' });
  const { id } = Object(founded.data?.createMerchant);
  const me = await graphql(server.graphqlUrl, ME, { token });
  expect(me.data?.me).toMatchObject({ merchants: [{ id, name: 'Shop', role: 'OWNER' }] });
  const shown = await graphql(
    server.graphqlUrl,
    'query ($id: ID!) { merchant(id: $id) { name supportContact } }',
    { variables: { id } },
  );
  expect(shown.data).toEqual({ merchant: { name: 'Shop', supportContact: 'help@shop.example' } });
});

test('a merchant that is not there is not found', async () => {
  const answer = await graphql(server.graphqlUrl, '{ merchant(id: "mer_none") { name } }');
  expect(answer.status).toBe(404);
  expect(codeOf(answer)).toBe('NOT_FOUND');
});

test('a field of the input is named when it is refused', async () => {
  const { token } = await signIn(server.graphqlUrl);
  const answer = await graphql(server.graphqlUrl, 'mutation { createMerchant(name: " ") { id } }', { token });
  expect(answer.status).toBe(400);
  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', facts: { field: 'name' } });
});
