import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { insertOperator } from '../../backend/src/identity/operators/operators.repository.ts';
import { CHECK_LEDGER, checkLedgerJob } from '../../backend/src/ledger/index.ts';
import { createFiguresReader } from '../../backend/src/operations/index.ts';
import { InvalidInputError } from '../../backend/src/platform/errors/index.ts';
import { type FakeNode, startFakeNode } from '../support/fake-node.ts';
import { type Answer, codeOf, graphql } from '../support/graphql.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

const WAIT = { timeout: 30_000, interval: 100 };
const PSBT = 'cHNidP8BAHECAAAAAUq+/wAAAAAA';
let server: TestApi;
let node: FakeNode;
let operator: string;
let person: string;
let operatorId: string;
/** What the test's jobs did, and whether they fail. */
const handled: number[] = [];
let broken = true;

beforeAll(async () => {
  node = await startFakeNode();
  server = await startTestApi({
    env: { RPC_URL: node.url },
    replaceHealth: (sources) => ({ figures: createFiguresReader(sources, 20), health: sources.health }),
  });
  const { jobs, database } = server.services;
  jobs.register<{ n: number }>({
    name: 'test.mend',
    handler: async ({ n }) => {
      if (broken) throw new InvalidInputError('n', `mended mina@example.org ${n}`);
      handled.push(n);
    },
  });
  jobs.register(checkLedgerJob(server.services));
  await jobs.start({ work: true });
  const [asOperator, asPerson] = [await signIn(server.graphqlUrl), await signIn(server.graphqlUrl)];
  [operator, person, operatorId] = [asOperator.token, asPerson.token, asOperator.person.id];
  await insertOperator(database.client, operatorId, new Date());
});
afterAll(async () => {
  await server.services.jobs.stop(5_000);
  await server.stop();
  node.close();
});

function ask(query: string, variables: Record<string, unknown> = {}, token = operator): Promise<Answer> {
  return graphql(server.graphqlUrl, query, { token, variables });
}

const DEAD = `query ($first: Int!, $after: String, $queue: String) {
  deadJobs(first: $first, after: $after, queue: $queue) {
    nodes { id queue payload error attempts createdAt givenUpAt } pageInfo { hasNextPage endCursor } } }`;

interface Dead {
  readonly nodes: {
    readonly id: string;
    readonly queue: string;
    readonly payload: Record<string, unknown>;
    readonly error: string;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function dead(variables: Record<string, unknown> = {}): Promise<Dead> {
  const { data, text } = await ask(DEAD, { first: 20, ...variables });
  if (!data) throw new Error(text);
  return data.deadJobs as Dead;
}

/** Has jobs fail until they are given up. */
async function giveUp(numbers: readonly number[]): Promise<void> {
  const { jobs, database } = server.services;
  broken = true;
  await database.transaction(async (tx) => {
    for (const n of numbers) await jobs.enqueue(tx, 'test.mend', { n, psbt: PSBT, note: PSBT, email: 'a' });
  });
  await vi.waitFor(async () => expect((await dead()).nodes).toHaveLength(numbers.length), WAIT);
}

const audited = async (action: string) =>
  server.services.database.client.auditEntry.findMany({ where: { action, actorId: operatorId } });

test('nothing of it is for anybody but operators', async () => {
  for (const query of [
    '{ systemHealth { status } }',
    '{ jobQueues { queue } }',
    '{ deadJobs { nodes { id } } }',
    '{ chainStatus { network } }',
    '{ proverQueue { state } }',
    '{ ledgerCheck { underWay } }',
    'mutation { runLedgerCheck { underWay } }',
    'mutation { replayDeadJob(id: "x") }',
    'mutation { replayDeadJobs(queue: "test.mend") }',
    'mutation { discardDeadJob(id: "x", reason: "no") }',
  ]) {
    expect([query, codeOf(await ask(query, {}, person))]).toEqual([query, 'FORBIDDEN']);
    expect([query, codeOf(await graphql(server.graphqlUrl, query))]).toEqual([query, 'UNAUTHENTICATED']);
  }
});

test('jobs that were given up are shown without secrets, in pages, and counted', async () => {
  await giveUp([1, 2, 3]);
  const { nodes } = await dead();
  expect(nodes[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    queue: 'test.mend',
    payload: { n: expect.any(Number), psbt: '[redacted]', note: '[redacted]', email: '[redacted]' },
    error: expect.stringContaining('INVALID_INPUT'),
    attempts: 1,
    createdAt: expect.any(String),
    givenUpAt: expect.any(String),
  });
  expect(JSON.stringify(nodes)).not.toContain('mina@example.org');
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await dead({ first: 1, ...(after ? { after } : {}) });
    seen.push(...page.nodes.map(({ id }) => id));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(nodes.map(({ id }) => id));
  expect((await dead({ queue: 'another' })).nodes).toEqual([]);
  const { data } = await ask('{ jobQueues { queue due deferred active dead dueSince } }');
  expect(data?.jobQueues).toContainEqual(expect.objectContaining({ queue: 'test.mend', dead: 3, due: 0 }));
  const health = await ask('{ systemHealth { status checks { name status remedy } processes { role } } }');
  const remedy = expect.stringContaining('replayDeadJobs');
  expect(health.data).toMatchObject({
    systemHealth: { checks: expect.arrayContaining([{ name: 'jobs.dead', status: 'DEGRADED', remedy }]) },
  });
});

test('one is replayed once, another discarded with a reason, the rest replayed together; all of it is noted', async () => {
  const { nodes } = await dead();
  const [one, other] = nodes;
  broken = false;
  const replay = 'mutation ($id: ID!) { replayDeadJob(id: $id) }';
  const both = await Promise.all([ask(replay, { id: one?.id }), ask(replay, { id: one?.id })]);
  expect(both.map((answer) => codeOf(answer)).toSorted()).toEqual(['NOT_FOUND', undefined]);
  await vi.waitFor(() => expect(handled).toEqual([one?.payload.n]), WAIT);

  const discard = 'mutation ($id: ID!, $reason: String!) { discardDeadJob(id: $id, reason: $reason) }';
  expect(codeOf(await ask(discard, { id: other?.id, reason: ' ' }))).toBe('INVALID_INPUT');
  expect((await ask(discard, { id: other?.id, reason: 'the merchant has left' })).data).toEqual({
    discardDeadJob: true,
  });
  expect(codeOf(await ask(discard, { id: other?.id, reason: 'again' }))).toBe('NOT_FOUND');
  expect(codeOf(await ask(discard, { id: 'no id', reason: 'again' }))).toBe('NOT_FOUND');

  const all = 'mutation ($queue: String!) { replayDeadJobs(queue: $queue) }';
  expect((await ask(all, { queue: 'test.mend' })).data).toEqual({ replayDeadJobs: 1 });
  expect((await ask(all, { queue: 'test.mend' })).data).toEqual({ replayDeadJobs: 0 });
  expect(codeOf(await ask(all, { queue: 'no.queue' }))).toBe('INVALID_INPUT');
  await vi.waitFor(() => expect(handled).toHaveLength(2), WAIT);
  expect(handled).not.toContain(other?.payload.n);
  expect((await dead()).nodes).toEqual([]);

  expect(await audited('dead_job.replayed')).toEqual([expect.objectContaining({ subjectId: one?.id })]);
  const [discarded] = await audited('dead_job.discarded');
  expect(discarded).toMatchObject({
    subjectId: other?.id,
    details: { queue: 'test.mend', reason: 'the merchant has left' },
  });
  expect(JSON.stringify(discarded)).not.toContain(PSBT);
  expect(await audited('dead_jobs.replayed')).toEqual([
    expect.objectContaining({ subjectId: 'test.mend', details: { count: 1 } }),
  ]);
});

test('the ledger is checked when an operator asks, once at a time, and what was found is kept', async () => {
  const LAST = '{ ledgerCheck { underWay last { sound failed culprit postings head } } }';
  expect((await ask(LAST)).data).toEqual({ ledgerCheck: { underWay: false, last: null } });
  const answers = await Promise.all([1, 2, 3].map(() => ask('mutation { runLedgerCheck { underWay } }')));
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  await vi.waitFor(async () => {
    expect((await ask(LAST)).data).toEqual({
      ledgerCheck: {
        underWay: false,
        last: { sound: true, failed: null, culprit: null, postings: '0', head: null },
      },
    });
  }, WAIT);
  expect((await audited('ledger_check.requested')).length).toBeGreaterThanOrEqual(1);
  expect(server.services.jobs.queues).toContain(CHECK_LEDGER);
});

test('a ledger that was tampered with is found out, and health says so', async () => {
  const { client } = server.services.database;
  await client.$executeRaw`ALTER TABLE ledger_journal DISABLE TRIGGER ledger_journal_append_only`;
  await ask('mutation { runLedgerCheck { underWay } }');
  await vi.waitFor(async () => {
    const { data } = await ask('{ ledgerCheck { last { sound failed culprit } } }');
    expect(data?.ledgerCheck).toEqual({
      last: {
        sound: false,
        failed: 'the guards are in place',
        culprit: expect.stringContaining('ledger_journal_append_only'),
      },
    });
  }, WAIT);
  await vi.waitFor(async () => {
    const { data } = await ask('{ systemHealth { status checks { name status } } }');
    const checks = expect.arrayContaining([{ name: 'ledger.sound', status: 'FAILING' }]);
    expect(data?.systemHealth).toEqual({ status: 'FAILING', checks });
  }, WAIT);
});

test('the chain: how far it is followed, and the last reorganisation', async () => {
  const { client } = server.services.database;
  const now = server.clock.now();
  await client.chainBlock.create({
    data: { height: 98, hash: 'bb', prevHash: '', time: now, connectedAt: now },
  });
  const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  await client.chainDisconnect.createMany({
    data: [
      { height: 50, hash: 'a', at: at(900) },
      { height: 97, hash: 'b', at: at(60) },
      { height: 96, hash: 'c', at: at(59) },
    ],
  });
  const query = `{ chainStatus { network followedHeight nodeHeight lag relaysSpells pruneHeight pendingTransactions
    lastReorganisation { at fromHeight blocks } lastError } }`;
  await vi.waitFor(async () => {
    expect((await ask(query)).data).toEqual({
      chainStatus: {
        network: 'regtest',
        followedHeight: 98,
        nodeHeight: 100,
        lag: 2,
        relaysSpells: true,
        pruneHeight: null,
        pendingTransactions: 0,
        lastReorganisation: { at: at(60).toISOString(), fromHeight: 96, blocks: 2 },
        lastError: null,
      },
    });
  }, WAIT);
  expect((await ask('{ proverQueue { state count oldestAt lastError } }')).data).toEqual({ proverQueue: [] });
});
