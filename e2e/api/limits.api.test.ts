import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevWallet } from '../../ops/src/demo/wallet.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { probeSchema } from '../support/probe-schema.ts';
import { CHALLENGE, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
beforeAll(async () => {
  const env = { RATE_LIMIT_PER_MINUTE: '20', SIGN_IN_LIMIT_PER_MINUTE: '8' };
  server = await startTestApi({ schema: probeSchema(), env });
});
afterAll(() => server.stop());

const MINUTE = 60_000;

test('who asks too often is told how long to wait, and is answered afterwards', async () => {
  server.clock.advanceBy(MINUTE);
  const ask = () => graphql(server.graphqlUrl, '{ echo(n: 1) }');
  const answers = await Promise.all(Array.from({ length: 25 }, ask));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  for (const answer of refused) {
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(answer.errors[0]?.extensions).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      facts: { seconds: 3 },
    });
  }
  server.clock.advanceBy(3_000);
  expect((await ask()).status).toBe(200);
});

test('who is signed in is counted by person, not by address', async () => {
  server.clock.advanceBy(MINUTE);
  const { token } = await signIn(server.graphqlUrl);
  const statuses: number[] = [];
  for (let i = 0; i < 25; i++) statuses.push((await graphql(server.graphqlUrl, '{ echo(n: 1) }')).status);
  expect(statuses).toContain(429);
  expect((await graphql(server.graphqlUrl, '{ echo(n: 1) }', { token })).status).toBe(200);
});

test('a made-up token does not escape the limit of the address', async () => {
  server.clock.advanceBy(MINUTE);
  const statuses: number[] = [];
  for (let i = 0; i < 25; i++) {
    const headers = { authorization: `Bearer a.${i}.c` };
    statuses.push((await graphql(server.graphqlUrl, '{ echo(n: 1) }', { headers })).status);
  }
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
});

test('attempts to sign in are limited more tightly, also when many travel in one request', async () => {
  server.clock.advanceBy(MINUTE);
  const { address } = createDevWallet();
  const aliases = Array.from({ length: 10 }, (_, i) => `c${i}: signInChallenge(address: $address) { id }`);
  const many = `mutation ($address: String!) { ${aliases.join(' ')} }`;
  expect(codeOf(await graphql(server.graphqlUrl, many, { variables: { address } }))).toBe('RATE_LIMITED');
  const once = await graphql(server.graphqlUrl, CHALLENGE, { variables: { address } });
  expect(once.status).toBe(429);
  expect(Number(once.headers.get('retry-after'))).toBeGreaterThan(0);
});

test.each([
  ['too deep', `{ me { ${'merchants { '.repeat(12)} id ${'} '.repeat(12)} } }`],
  ['too many aliases', `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: echo(n: 1)`).join(' ')} }`],
  ['too long', `{ echo(n: 1) } #${'x'.repeat(20_000)}`],
])('a query that is %s is refused', async (_, query) => {
  server.clock.advanceBy(MINUTE);
  const answer = await graphql(server.graphqlUrl, query);
  expect(answer.status).toBe(400);
  expect(codeOf(answer)).toBe('QUERY_TOO_COSTLY');
});
