import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadConfig } from '../../backend/src/platform/config/index.ts';
import { type ErrorReports, startErrorReports } from '../../backend/src/platform/error-reports/index.ts';
import { unexpectedErrors } from '../../backend/src/platform/errors/index.ts';
import { createJobs } from '../../backend/src/platform/jobs/index.ts';
import { inLogContext, silentLogger } from '../../backend/src/platform/logging/index.ts';
import { graphql } from '../support/graphql.ts';
import { probeSchema } from '../support/probe-schema.ts';
import { type SentryReceiver, startSentryReceiver } from '../support/sentry-receiver.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let receiver: SentryReceiver;
let reports: ErrorReports | undefined;
let server: TestApi;
const WAIT = { timeout: 15_000, interval: 50 };

beforeAll(async () => {
  receiver = await startSentryReceiver();
  server = await startTestApi({ schema: probeSchema() });
  const config = { ...server.services.config, SENTRY_DSN: receiver.dsn, SENTRY_TRACES_SAMPLE_RATE: 1 };
  reports = await startErrorReports(config, '1.2.3');
});
afterAll(async () => {
  await reports?.stop();
  await server.stop();
  receiver.close();
});
beforeEach(() => {
  receiver.items.length = 0;
});

const events = () => receiver.items.filter(({ type }) => type === 'event').map(({ payload }) => payload);
const transactions = () =>
  receiver.items.filter(({ type }) => type === 'transaction').map(({ payload }) => payload);

test('an error that nobody expected is reported once, with the reference that the caller sees', async () => {
  const { token, wallet } = await signIn(server.graphqlUrl);
  const answer = await graphql(server.graphqlUrl, '{ failing }', {
    token,
    headers: { 'x-request-id': 'sentry-0001', cookie: 'session=abc', 'x-forwarded-for': '203.0.113.9' },
  });
  const reference = answer.errors[0]?.extensions.facts?.reference;
  await vi.waitFor(() => expect(events()).toHaveLength(1), WAIT);
  const [event] = events();
  expect(event).toMatchObject({
    level: 'error',
    release: 'charmbills@1.2.3',
    environment: 'test',
    tags: { requestId: 'sentry-0001', reference, role: 'all' },
  });
  expect(event?.exception).toMatchObject({
    values: [{ type: 'Error', stacktrace: { frames: expect.arrayContaining([expect.anything()]) } }],
  });
  for (const field of ['user', 'request', 'server_name', 'breadcrumbs'])
    expect(event).not.toHaveProperty(field);
  for (const personal of [token, wallet.address, '203.0.113.9', 'session=abc']) {
    expect(receiver.text()).not.toContain(personal);
  }
});

test('what is in the table of errors is not reported', async () => {
  await graphql(server.graphqlUrl, '{ refusing }');
  await graphql(server.graphqlUrl, '{ nonsense }');
  await fetch(`${server.url}/nowhere`);
  // Told last and sent in order: when it has come, nothing else will.
  unexpectedErrors.publish({ error: new Error('the last') });
  await vi.waitFor(() => expect(events()).toHaveLength(1), WAIT);
  expect(JSON.stringify(events())).toContain('the last');
});

test('secrets and personal data are cut out of messages, causes among them', async () => {
  const cause = new Error('550 <mina@example.org> refused');
  const error = new Error(
    'postgresql://shop:hunter2@db/shop with Bearer abc.def of cb_live_0123456789abcdef',
    {
      cause,
    },
  );
  inLogContext({ job: 'test', jobId: '1' }, () => unexpectedErrors.publish({ error }));
  await vi.waitFor(() => expect(events()).toHaveLength(1), WAIT);
  const text = JSON.stringify(events());
  for (const secret of ['mina@example.org', 'hunter2', 'abc.def', 'cb_live_'])
    expect(text).not.toContain(secret);
  expect(events()[0]).toMatchObject({ tags: { job: 'test', jobId: '1' } });
});

test('of a failed database call only why it failed is reported, not what was passed', async () => {
  const error = Object.assign(
    new Error('Invalid invocation:\n{ data: { name: "Mina Lind" } }\nUnknown argument'),
    {
      name: 'PrismaClientValidationError',
    },
  );
  unexpectedErrors.publish({ error });
  await vi.waitFor(() => expect(events()).toHaveLength(1), WAIT);
  expect(events()[0]?.exception).toMatchObject({ values: [{ value: 'Unknown argument' }] });
  expect(JSON.stringify(events()[0]?.exception)).not.toContain('Mina');
});

test('a job that fails unexpectedly is reported with its id', async () => {
  const jobs = createJobs(server.services.database, silentLogger);
  jobs.register({
    name: 'test.failing',
    retryLimit: 0,
    handler: async () => {
      throw new Error('out of order');
    },
  });
  await jobs.start({ work: true });
  await server.services.database.transaction((tx) => jobs.enqueue(tx, 'test.failing', {}));
  await vi.waitFor(() => {
    const found = events().find((event) => JSON.stringify(event).includes('out of order'));
    expect(found).toMatchObject({ tags: { job: 'test.failing', jobId: expect.any(String) } });
  }, WAIT);
  await jobs.stop(1_000);
});

test('durations are reported under the names of routes and fields, never under what clients choose', async () => {
  await graphql(server.graphqlUrl, 'query ChosenByTheClient { echo(n: 1) }');
  await fetch(`${server.url}/nowhere/chosen-by-the-client`);
  await vi.waitFor(() => {
    const names = transactions().map(({ transaction }) => transaction);
    expect(names).toEqual(expect.arrayContaining(['POST /graphql', 'query echo', 'GET unmatched']));
  }, WAIT);
  expect(JSON.stringify(transactions())).not.toMatch(/chosen.?by/i);
});

test('without an address nothing is reported, and the SDK is not loaded', async () => {
  vi.doMock('@sentry/node', () => {
    throw new Error('loaded');
  });
  const config = loadConfig({ ...process.env, ...CONFIG });
  expect(await startErrorReports(config, '1')).toBeUndefined();
  vi.doUnmock('@sentry/node');
});

const CONFIG = {
  DATABASE_URL: 'postgresql://localhost/x',
  JWT_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEY: 'y'.repeat(32),
  RPC_URL: 'http://localhost:1',
  PROVER_API_URL: 'http://localhost:1',
};
