import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../backend/src/platform/logging/index.ts';
import { codeOf, graphql, post } from '../support/graphql.ts';
import { probeSchema, SECRET } from '../support/probe-schema.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
const lines: string[] = [];
const destination = new Writable({
  write(chunk, _, done) {
    lines.push(String(chunk));
    done();
  },
});
beforeAll(async () => {
  const logger = createLogger({ level: 'info', destination });
  server = await startTestApi({ schema: probeSchema(), logger });
});
afterAll(() => server.stop());

test('an unexpected error is masked, and found in the log by reference and request', async () => {
  const answer = await graphql(server.graphqlUrl, '{ failing }', {
    headers: { 'x-request-id': 'masking-0001' },
  });
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('hunter2');
  const { code, retryable, facts } = answer.errors[0]?.extensions ?? {};
  expect({ code, retryable }).toEqual({ code: 'INTERNAL', retryable: true });
  const logged = lines.map((line) => JSON.parse(line)).filter(({ reference }) => reference !== undefined);
  const found = logged.filter(({ reference }) => reference === facts?.reference);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ requestId: 'masking-0001', err: { message: SECRET } });
});

test.each([
  ['{ failingWhole }', 500, 'INTERNAL'],
  ['{ missing }', 500, 'INTERNAL'],
  ['{ refusing }', 400, 'INVALID_INPUT'],
  ['{', 400, 'GRAPHQL_PARSE_FAILED'],
  ['{ nonsense }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['{ echo(n: "x") }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['query ($n: Int!) { echo(n: $n) }', 400, 'BAD_REQUEST'],
  ['query A { echo(n: 1) } query B { echo(n: 2) }', 400, 'BAD_REQUEST'],
  ['subscription { reads }', 400, 'BAD_REQUEST'],
  ['', 400, 'GRAPHQL_PARSE_FAILED'],
])('%s answers %d %s', async (query, status, code) => {
  const answer = await graphql(server.graphqlUrl, query);
  expect(codeOf(answer)).toBe(code);
  expect(answer.status).toBe(status);
  expect(answer.text).not.toMatch(/hunter2|node_modules|stack/i);
});

test('an answer that has some data keeps its status', async () => {
  const answer = await graphql(server.graphqlUrl, '{ echo(n: 1) failing }');
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ echo: 1, failing: null });
  expect(answer.errors[0]).toMatchObject({ path: ['failing'], extensions: { code: 'INTERNAL' } });
});

test.each([
  ['no JSON', '{', 400, 'BAD_REQUEST'],
  ['an empty body', '', 400, 'BAD_REQUEST'],
  ['no object', '"text"', 400, 'BAD_REQUEST'],
  ['no query', '{}', 400, 'BAD_REQUEST'],
  ['a batch', '[{"query":"{ echo(n: 1) }"},{"query":"{ echo(n: 2) }"}]', 400, 'BAD_REQUEST'],
  ['a query that is no text', '{"query":{"kind":"Document"}}', 400, 'BAD_REQUEST'],
  ['variables that are text', '{"query":"{ echo(n: 1) }","variables":"{}"}', 400, 'BAD_REQUEST'],
  [
    'an unknown persisted query',
    '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
    400,
    'BAD_REQUEST',
  ],
  ['a prototype', '{"query":"{ echo(n: 1) }","__proto__":{}}', 400, 'BAD_REQUEST'],
  ['too much', JSON.stringify({ query: ' '.repeat(500_000) }), 413, 'PAYLOAD_TOO_LARGE'],
])('a body with %s is refused in the shape of a GraphQL answer', async (_, body, status, code) => {
  const answer = await post(server.graphqlUrl, body);
  expect(codeOf(answer)).toBe(code);
  expect(answer.status).toBe(status);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a body of type %s, which pages elsewhere can send unasked, is refused',
  async (type) => {
    const answer = await post(server.graphqlUrl, '{"query":"{ echo(n: 1) }"}', { 'content-type': type });
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('BAD_REQUEST');
  },
);

test('when the database fails while the caller is looked up, the answer is masked too', async () => {
  const { token } = await signIn(server.graphqlUrl);
  await server.services.database.client.$executeRawUnsafe('ALTER TABLE sessions RENAME TO sessions_away');
  const answer = await graphql(server.graphqlUrl, '{ echo(n: 1) }', { token });
  await server.services.database.client.$executeRawUnsafe('ALTER TABLE sessions_away RENAME TO sessions');
  expect(answer.status).toBe(500);
  expect(codeOf(answer)).toBe('INTERNAL');
  expect(answer.text).not.toMatch(/sessions|prisma/i);
});
