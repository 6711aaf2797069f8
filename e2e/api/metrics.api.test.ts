import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { insertCheckRun } from '../../backend/src/ledger/check/check-runs.repository.ts';
import { type FakeNode, startFakeNode } from '../support/fake-node.ts';
import { graphql } from '../support/graphql.ts';
import { connectLive } from '../support/live.ts';
import { probeSchema } from '../support/probe-schema.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

const TOKEN = 'a token of at least 16 characters';
let open: TestApi;
let closed: TestApi;
let node: FakeNode;
beforeAll(async () => {
  node = await startFakeNode();
  open = await startTestApi({ schema: probeSchema(), env: { RPC_URL: node.url } });
  closed = await startTestApi({ env: { METRICS_TOKEN: TOKEN, TRUST_PROXY: 'true' } });
});
afterAll(async () => {
  await open.stop();
  await closed.stop();
  node.close();
});

async function scrape(): Promise<string> {
  const answer = await fetch(`${open.url}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return answer.text();
}

/** The number behind a series, written as it stands in the text. */
function numberOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

test.each([
  ['nobody', {}, 401],
  ['a wrong token', { authorization: 'Bearer a token of at least 17 characters' }, 401],
  ['the token alone', { authorization: TOKEN }, 401],
  ['the token', { authorization: `Bearer ${TOKEN}` }, 200],
])('with a token set, %s is answered %o by %d', async (_, headers: Record<string, string>, status) => {
  const answer = await fetch(`${closed.url}/metrics`, { headers });
  expect(answer.status).toBe(status);
  if (status !== 200) expect(await answer.text()).not.toContain('charmbills_');
});

test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
  'without one, what a proxy has passed on (%s) finds no such page',
  async (name) => {
    const answer = await fetch(`${open.url}/metrics`, { headers: { [name]: '127.0.0.1' } });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('charmbills_');
  },
);

test('requests are counted by route and status, operations by field, errors by code', async () => {
  const notFound = 'charmbills_errors_total{code="NOT_FOUND",source="rest"}';
  const before = numberOf(await scrape(), notFound) ?? 0;
  await graphql(open.graphqlUrl, 'query Mine { echo(n: 1) }');
  await graphql(open.graphqlUrl, '{ failing }');
  await graphql(open.graphqlUrl, '{ refusing }');
  await graphql(open.graphqlUrl, '{ echo(n: 1) failing }');
  await fetch(`${open.url}/nowhere`);
  const text = await scrape();
  const http = (labels: string) =>
    numberOf(text, `charmbills_http_request_duration_seconds_count{${labels}}`);
  expect(http('method="POST",route="/graphql",status_class="2xx"')).toBe(2);
  expect(http('method="POST",route="/graphql",status_class="5xx"')).toBe(1);
  expect(http('method="GET",route="unmatched",status_class="4xx"')).toBe(1);
  const field = (labels: string) =>
    numberOf(text, `charmbills_graphql_operation_duration_seconds_count{${labels}}`);
  expect(field('kind="query",operation="echo",outcome="ok"')).toBe(1);
  expect(field('kind="query",operation="failing",outcome="error"')).toBe(1);
  expect(field('kind="query",operation="several",outcome="error"')).toBe(1);
  expect(numberOf(text, 'charmbills_errors_total{code="INTERNAL",source="graphql"}')).toBe(2);
  expect(numberOf(text, 'charmbills_errors_total{code="INVALID_INPUT",source="graphql"}')).toBe(1);
  expect(numberOf(text, notFound)).toBe(before + 1);
  expect(numberOf(text, 'charmbills_http_requests_in_flight')).toBe(1);
});

test('whatever clients choose, there are no more series than before', async () => {
  const rounds = async (from: number) => {
    for (let i = from; i < from + 20; i++) {
      await graphql(open.graphqlUrl, `query Chosen${i} { alias${i}: echo(n: ${i}) }`);
      await graphql(open.graphqlUrl, `query Chosen${i} { nonsense${i} }`);
      await fetch(`${open.url}/path-${i}?query=${i}`);
      await fetch(`${open.url}/api/wallets/balances/${i}`);
      await fetch(`${open.url}/health`, { method: ['PUT', 'DELETE', 'PATCH', 'PROPFIND'][i % 4] ?? 'PUT' });
      await graphql(open.graphqlUrl, '{ echo(n: 1) }', { token: `cb_live_${'0'.repeat(30)}${i}` });
    }
    const text = await scrape();
    expect(text).not.toMatch(/Chosen|alias\d|nonsense|path-\d|cb_live/);
    return text.split('\n').filter((line) => line.startsWith('charmbills_')).length;
  };
  const before = await rounds(0);
  expect(await rounds(100)).toBe(before);
  expect(before).toBeLessThan(1_500);
});

test('statements, connections and API keys are counted', async () => {
  await graphql(open.graphqlUrl, '{ echo(n: 1) }', { token: `cb_live_${'0'.repeat(43)}` });
  await open.services.database.client.$executeRawUnsafe('SELECT 1/0').catch(() => undefined);
  const live = await connectLive(open.graphqlUrl);
  const text = await scrape();
  const select = numberOf(text, 'charmbills_database_query_duration_seconds_count{statement="select"}');
  expect(select).toBeGreaterThan(0);
  expect(numberOf(text, 'charmbills_database_errors_total{class="22"}')).toBe(1);
  expect(numberOf(text, 'charmbills_database_connections_limit')).toBe(10);
  expect(numberOf(text, 'charmbills_live_connections')).toBe(1);
  expect(numberOf(text, 'charmbills_http_connections')).toBeGreaterThan(0);
  expect(numberOf(text, 'charmbills_api_key_requests_total{result="refused"}')).toBeGreaterThan(0);
  await live.end();
  await vi.waitFor(
    async () => expect(numberOf(await scrape(), 'charmbills_live_connections')).toBe(0),
    10_000,
  );
});

test('the installation is read once for many scrapes, and its gauges are what is there', async () => {
  const fresh = await startTestApi({ env: { RPC_URL: node.url } });
  const { client } = fresh.services.database;
  const now = fresh.clock.now();
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
  await insertCheckRun(client, {
    startedAt: ago(70),
    finishedAt: ago(60),
    sound: true,
    failed: null,
    culprit: null,
    postings: 3n,
    head: null,
  });
  await client.chainBlock.create({
    data: { height: 97, hash: 'aa', prevHash: '', time: ago(600), connectedAt: now },
  });
  await client.processHeartbeat.create({
    data: { id: 'w', role: 'worker', version: '0', startedAt: now, seenAt: ago(5) },
  });
  await client.event.create({
    data: { type: 'test', subjectId: 'x', data: {}, createdAt: now, dispatchedAt: now },
  });
  fresh.takeQueries();
  const texts = await Promise.all(
    Array.from({ length: 50 }, () => fetch(`${fresh.url}/metrics`).then((answer) => answer.text())),
  );
  expect(fresh.takeQueries().filter((sql) => sql.includes('process_heartbeats'))).toHaveLength(1);
  const [text = ''] = texts;
  const expected: Record<string, number> = {
    charmbills_ledger_check_passed: 1,
    charmbills_ledger_check_age_seconds: 60,
    charmbills_ledger_check_duration_seconds: 10,
    charmbills_chain_node_up: 1,
    'charmbills_chain_height{of="node"}': 100,
    'charmbills_chain_height{of="follower"}': 97,
    charmbills_chain_follower_lag_blocks: 3,
    charmbills_chain_tip_age_seconds: 600,
    charmbills_chain_node_relays_spells: 1,
    charmbills_prover_up: 0,
    'charmbills_processes{role="worker"}': 1,
    charmbills_worker_heartbeat_age_seconds: 5,
    charmbills_events_waiting: 0,
    'charmbills_spell_jobs{state="proving"}': 0,
    'charmbills_withdrawals_waiting{status="unknown"}': 0,
    'charmbills_health_check{check="prover.ready"}': 2,
    'charmbills_health_check{check="chain.follower"}': 1,
    'charmbills_health_check{check="ledger.sound"}': 0,
  };
  expect(Object.fromEntries(Object.keys(expected).map((series) => [series, numberOf(text, series)]))).toEqual(
    expected,
  );
  await fresh.stop();
});
