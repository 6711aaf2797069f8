import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LIVE_LIMITS } from '../../backend/src/api/documents/limits.ts';
import { recordEvents } from '../../backend/src/platform/events/index.ts';
import { graphql } from '../support/graphql.ts';
import { connect, connectLive, subscribe } from '../support/live.ts';
import { probeSchema } from '../support/probe-schema.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
let token: string;
beforeAll(async () => {
  server = await startTestApi({ schema: probeSchema() });
  ({ token } = await signIn(server.graphqlUrl));
});
afterAll(() => server.stop());

const NEWS = 'subscription ($subject: String!) { news(subject: $subject) }';

async function happen(type: string, subjectId: string): Promise<void> {
  const { database, clock } = server.services;
  await database.transaction((tx) => recordEvents(tx, clock.now(), [{ type, subjectId }]));
}

test('a subscriber hears the present state, then each event of its subject', async () => {
  const live = await connectLive(server.graphqlUrl, { token });
  subscribe(live, NEWS, { subject: 'mine' });
  expect(await live.next()).toEqual({ id: '1', type: 'next', payload: { data: { news: 'now' } } });
  await happen('thing.foreign', 'yours');
  await happen('thing.first', 'mine');
  expect(await live.next()).toMatchObject({ payload: { data: { news: 'thing.first' } } });
  await happen('thing.second', 'mine');
  expect(await live.next()).toMatchObject({ payload: { data: { news: 'thing.second' } } });
  live.send({ id: '1', type: 'complete' });
  await happen('thing.third', 'mine');
  live.send({ type: 'ping' });
  expect(await live.next()).toEqual({ type: 'pong' });
  await live.end();
});

test('each event is read afresh', async () => {
  const live = await connectLive(server.graphqlUrl);
  subscribe(live, 'subscription { reads }');
  const { payload } = await live.next();
  const { reads: first } = Object((payload as { data?: unknown }).data);
  await happen('thing.happened', 'reads');
  expect(await live.next()).toMatchObject({ payload: { data: { reads: first + 1 } } });
  await live.end();
});

test.each([
  ['a query', '{ me { id } }', 'BAD_REQUEST'],
  ['a mutation', 'mutation { signOut }', 'BAD_REQUEST'],
  ['no document', '{', 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', 'subscription { nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a missing variable', NEWS, 'BAD_REQUEST'],
  ['a failing stream', 'subscription { failingStream }', 'INTERNAL'],
  ['what needs a session', 'subscription { news(subject: "x") }', 'UNAUTHENTICATED'],
  ['too much', `subscription { ${'reads '.repeat(10)} }`, 'QUERY_TOO_COSTLY'],
])('%s is answered by an error with a code, and the connection goes on', async (_, query, code) => {
  const live = await connectLive(server.graphqlUrl);
  subscribe(live, query);
  const message = await live.next();
  const [error] =
    message.type === 'error'
      ? (message.payload as { extensions: object }[])
      : (message.payload as { errors: { extensions: object }[] }).errors;
  expect(error?.extensions).toMatchObject({ code });
  expect(JSON.stringify(message)).not.toContain('hunter2');
  subscribe(live, 'subscription { reads }', {}, '2');
  let later = await live.next();
  while (later.id !== '2') later = await live.next();
  expect(later).toMatchObject({ id: '2', type: 'next' });
  await live.end();
});

test('a wrong or ended session is refused at the door', async () => {
  const other = await signIn(server.graphqlUrl);
  await graphql(server.graphqlUrl, 'mutation { signOut }', { token: other.token });
  for (const authorization of [`Bearer ${other.token}`, 'Bearer a.b.c', 'nonsense', 7]) {
    const live = await connect(server.graphqlUrl);
    live.send({ type: 'connection_init', payload: { authorization } });
    expect(await live.closed).toEqual({ code: 4403, reason: 'Forbidden' });
  }
});

test('signing out closes the live connections of that session, and of no other', async () => {
  const leaving = await signIn(server.graphqlUrl);
  const [first, second, staying] = await Promise.all([
    connectLive(server.graphqlUrl, { token: leaving.token }),
    connectLive(server.graphqlUrl, { token: leaving.token }),
    connectLive(server.graphqlUrl, { token }),
  ]);
  await graphql(server.graphqlUrl, 'mutation { signOut }', { token: leaving.token });
  for (const live of [first, second]) {
    expect(await live.closed).toEqual({ code: 4403, reason: 'The session is over' });
  }
  staying.send({ type: 'ping' });
  expect(await staying.next()).toEqual({ type: 'pong' });
  await staying.end();
});

test('a session that runs out closes its live connections', async () => {
  const short = await startTestApi({ schema: probeSchema(), env: { JWT_EXPIRES_IN: '1s' } });
  const session = await signIn(short.graphqlUrl);
  const live = await connectLive(short.graphqlUrl, { token: session.token });
  short.clock.advanceBy(1_000);
  expect(await live.closed).toEqual({ code: 4403, reason: 'The session is over' });
  await short.stop();
});

test('one connection carries only so many operations at a time', async () => {
  const live = await connectLive(server.graphqlUrl, { token });
  const limit = LIVE_LIMITS.operationsPerConnection;
  for (let i = 0; i <= limit; i++) subscribe(live, NEWS, { subject: `s${i}` }, `${i}`);
  const refused: string[] = [];
  for (let i = 0; i <= limit; i++) {
    const { id = '', type, payload } = await live.next();
    if (type === 'error') refused.push(id);
    else expect(payload).toEqual({ data: { news: 'now' } });
  }
  expect(refused).toEqual([`${limit}`]);
  live.send({ id: '0', type: 'complete' });
  subscribe(live, NEWS, { subject: 'again' }, 'again');
  expect(await live.next()).toMatchObject({ id: 'again', type: 'next' });
  await live.end();
});

test('one address has only so many connections', async () => {
  const most = LIVE_LIMITS.connectionsPerAddress;
  const open = await Promise.all(Array.from({ length: most }, () => connect(server.graphqlUrl)));
  await expect(connect(server.graphqlUrl)).rejects.toThrow('HTTP 429');
  await Promise.all(open.map((live) => live.end()));
  const again = await vi.waitFor(() => connect(server.graphqlUrl), { timeout: 5_000 });
  await again.end();
});

test('pages of other origins cannot connect, ours and programs can', async () => {
  await expect(connect(server.graphqlUrl, { headers: { origin: 'https://evil.example' } })).rejects.toThrow(
    'HTTP 403',
  );
  for (const origin of ['http://localhost:3000', server.url]) {
    await (await connect(server.graphqlUrl, { headers: { origin } })).end();
  }
  await expect(connect(`${server.url}/elsewhere`)).rejects.toThrow('HTTP 404');
});

test('a message that is too large or makes no sense ends its connection alone', async () => {
  const large = await connectLive(server.graphqlUrl);
  large.send({ type: 'ping', payload: 'x'.repeat(LIVE_LIMITS.messageBytes) });
  expect((await large.closed).code).toBe(1009);
  const senseless = await connectLive(server.graphqlUrl);
  senseless.send({ type: 'nonsense' });
  expect((await senseless.closed).code).toBe(4400);
  const early = await connect(server.graphqlUrl);
  subscribe(early, NEWS, { subject: 'x' });
  expect((await early.closed).code).toBe(4401);
});

test('a flood of messages ends its connection', async () => {
  const strict = await startTestApi({ schema: probeSchema(), env: { RATE_LIMIT_PER_MINUTE: '30' } });
  const live = await connectLive(strict.graphqlUrl);
  for (let i = 0; i < 40; i++) live.send({ type: 'ping' });
  expect((await live.closed).code).toBe(4429);
  await strict.stop();
});

test('after a gap in the events, subscribers hear the present state again and sessions are looked at', async () => {
  const live = await connectLive(server.graphqlUrl, { token });
  subscribe(live, NEWS, { subject: 'gap' });
  await live.next();
  await server.services.database.client.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query = 'LISTEN charmbills_events' AND datname = current_database()`;
  expect(await live.next()).toMatchObject({ payload: { data: { news: 'now' } } });
  await happen('thing.after', 'gap');
  expect(await live.next()).toMatchObject({ payload: { data: { news: 'thing.after' } } });
  await live.end();
});
