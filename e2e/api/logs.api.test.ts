import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLogger } from '../../backend/src/platform/logging/index.ts';
import { graphql } from '../support/graphql.ts';
import { connectLive, subscribe } from '../support/live.ts';
import { probeSchema } from '../support/probe-schema.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
let text = '';
const destination = new Writable({
  write(chunk, _, done) {
    text += String(chunk);
    done();
  },
});
const WAIT = { timeout: 10_000, interval: 50 };
beforeAll(async () => {
  server = await startTestApi({
    schema: probeSchema(),
    logger: createLogger({ level: 'debug', destination }),
  });
});
afterAll(() => server.stop());

const lines = () =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('each of many requests at once is logged under its own id, errors and all', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `logs-request-${i}`);
  await Promise.all(
    ids.map((id, i) =>
      graphql(server.graphqlUrl, i % 2 === 0 ? '{ failing }' : '{ echo(n: 1) }', {
        headers: { 'x-request-id': id },
      }),
    ),
  );
  await vi.waitFor(() => {
    for (const [i, id] of ids.entries()) {
      const own = lines().filter(({ requestId }) => requestId === id);
      expect([id, own.map(({ msg }) => msg).toSorted()]).toEqual([
        id,
        i % 2 === 0 ? ['request', 'unexpected error'] : ['request'],
      ]);
    }
  }, WAIT);
});

test.each(['short', 'with space in it', 'x'.repeat(129), 'new\u00a0line'])(
  'an id of %j is not taken over',
  async (id) => {
    const answer = await fetch(`${server.url}/nowhere`, { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('what somebody sends to sign in, and the token that they get, is in no line', async () => {
  const { token, wallet } = await signIn(server.graphqlUrl);
  await graphql(server.graphqlUrl, '{ failing }', { token, headers: { cookie: 'session=hunter3' } });
  const live = await connectLive(server.graphqlUrl, { token, headers: { 'x-request-id': 'logs-live-1' } });
  subscribe(live, 'subscription { news(subject: "x") }');
  await live.next();
  await live.end();
  await fetch(`${server.url}/nowhere?token=${token}`);
  expect(text).not.toContain(token);
  expect(text).not.toContain(token.split('.').at(-1));
  expect(text).not.toContain('hunter3');
  expect(text).not.toContain(wallet.publicKey);
});
