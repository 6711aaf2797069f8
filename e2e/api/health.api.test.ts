import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { createFiguresReader, createHealth } from '../../backend/src/operations/index.ts';
import { type FakeNode, startFakeNode } from '../support/fake-node.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
let node: FakeNode;
let proverStatus = 200;
const prover = createServer((_, response) => response.writeHead(proverStatus).end('OK'));
const WAIT = { timeout: 20_000, interval: 100 };

interface Check {
  readonly name: string;
  readonly status: string;
  readonly what: string;
  readonly remedy: string | null;
}

async function ask(
  path: string,
): Promise<{ code: number; status: string; checks: readonly Check[]; text: string }> {
  const answer = await fetch(server.url + path);
  const text = await answer.text();
  return { code: answer.status, ...JSON.parse(text), text };
}

const checkOf = (checks: readonly Check[], name: string) => checks.find((check) => check.name === name);

beforeAll(async () => {
  node = await startFakeNode();
  await once(prover.listen(0, '127.0.0.1'), 'listening');
  const { port } = prover.address() as AddressInfo;
  server = await startTestApi({
    env: {
      RPC_URL: node.url,
      RPC_USER: 'rpcuser',
      RPC_PASSWORD: 'hunter2',
      RPC_TIMEOUT_MS: '1000',
      PROVER_API_URL: `http://127.0.0.1:${port}`,
      ZMQ_BLOCK_URL: 'tcp://127.0.0.1:1',
    },
    // Answers kept for a moment only: tests change what is found.
    replaceHealth: (sources) => {
      const figures = createFiguresReader(sources, 20);
      const times = { databaseMs: 20, chainMs: 20, proverMs: 20, policyMs: 20, rpcTimeoutMs: 1_000 };
      return { figures, health: createHealth({ ...sources, figures }, times) };
    },
  });
  server.services.jobs.register({ name: 'test.job', handler: async () => undefined });
  await server.services.jobs.start({ work: false });
});
afterAll(async () => {
  await server.services.jobs.stop(1_000);
  await server.stop();
  node.close();
  prover.close();
});
beforeEach(async () => {
  node.isAway = false;
  proverStatus = 200;
  const now = server.clock.now();
  const { client } = server.services.database;
  await client.processHeartbeat.deleteMany();
  await client.processHeartbeat.create({
    data: { id: 'w', role: 'worker', version: '0', startedAt: now, seenAt: now },
  });
  await client.chainBlock.deleteMany();
  await client.chainBlock.create({
    data: { height: 100, hash: 'ab'.repeat(32), prevHash: '', time: now, connectedAt: now },
  });
  await client.$executeRaw`DELETE FROM pgboss.job`;
});

test('when all is well every check says so, and there is nothing to do', async () => {
  node.answers.getzmqnotifications = [{ type: 'pubhashblock', address: 'tcp://127.0.0.1:1' }];
  for (const path of ['/health', '/health/db', '/health/jobs', '/health/chain', '/health/prover', '/ready']) {
    await vi.waitFor(async () => {
      const { code, status, checks } = await ask(path);
      expect([path, code, status, checks.filter((check) => check.status !== 'ok')]).toEqual([
        path,
        200,
        'ok',
        [],
      ]);
      expect(checks.every(({ remedy }) => remedy === null)).toBe(true);
    }, WAIT);
  }
});

test('a node that is away: chain fails and says what to do, nothing else does', async () => {
  node.isAway = true;
  await vi.waitFor(async () => {
    const { code, checks } = await ask('/health/chain');
    expect(code).toBe(503);
    expect(checks).toEqual([
      expect.objectContaining({
        name: 'chain.node',
        status: 'failing',
        remedy: expect.stringContaining('RPC_URL'),
      }),
    ]);
  }, WAIT);
  expect((await ask('/ready')).code).toBe(200);
  node.isAway = false;
  await vi.waitFor(async () => expect((await ask('/health/chain')).code).toBe(200), WAIT);
});

const INFO = { chain: 'regtest', blocks: 100, headers: 100 };
test.each<[string, Record<string, unknown>, string, string, number]>([
  ['on another chain', { getblockchaininfo: { ...INFO, chain: 'main' } }, 'chain.node', 'failing', 503],
  ['that is catching up', { getblockchaininfo: { ...INFO, headers: 900 } }, 'chain.sync', 'degraded', 200],
  ['that is ahead of us', { getblockchaininfo: { ...INFO, blocks: 104 } }, 'chain.follower', 'degraded', 200],
  ['that is far ahead', { getblockchaininfo: { ...INFO, blocks: 200 } }, 'chain.follower', 'failing', 503],
  [
    'that has forgotten what we need',
    { getblockchaininfo: { ...INFO, pruned: true, pruneheight: 102 } },
    'chain.pruning',
    'failing',
    503,
  ],
  [
    'that does not relay spells',
    { testmempoolaccept: [{ allowed: false, 'reject-reason': 'datacarrier' }] },
    'chain.relay',
    'degraded',
    200,
  ],
  ['that publishes nothing', { getzmqnotifications: [] }, 'chain.notices', 'degraded', 200],
])('a node %s is told', async (_, answers, name, status, code) => {
  const before = { ...node.answers };
  Object.assign(node.answers, answers);
  try {
    await vi.waitFor(async () => {
      const { checks, code: found } = await ask('/health/chain');
      expect(checkOf(checks, name)).toMatchObject({ status, remedy: expect.stringMatching(/\.$/) });
      expect(found).toBe(code);
    }, WAIT);
  } finally {
    Object.assign(node.answers, before);
  }
});

test('a prover that is away fails, and comes back', async () => {
  proverStatus = 500;
  await vi.waitFor(async () => {
    const { code, checks } = await ask('/health/prover');
    expect([code, checkOf(checks, 'prover.ready')?.status]).toEqual([503, 'failing']);
  }, WAIT);
  proverStatus = 200;
  await vi.waitFor(async () => expect((await ask('/health/prover')).code).toBe(200), WAIT);
});

test('jobs: no worker, late jobs and dead letters are told', async () => {
  const { jobs, database } = server.services;
  await database.client.processHeartbeat.updateMany({
    data: { seenAt: new Date(server.clock.now().getTime() - 300_000) },
  });
  await vi.waitFor(async () => {
    const { code, checks } = await ask('/health/jobs');
    expect(code).toBe(503);
    expect(checkOf(checks, 'jobs.workers')).toMatchObject({ what: 'No worker was heard of for 5 minutes.' });
  }, WAIT);
  await database.transaction((tx) => jobs.enqueue(tx, 'test.job', {}));
  const since = new Date(server.clock.now().getTime() - 600_000);
  await database.client.$executeRaw`UPDATE pgboss.job SET start_after = ${since}`;
  await jobs.boss.send('test.job.dead', {});
  await vi.waitFor(async () => {
    const { checks } = await ask('/health/jobs');
    expect(checkOf(checks, 'jobs.waiting')).toMatchObject({
      status: 'degraded',
      what: 'The first job of test.job has waited for 10 minutes.',
    });
    expect(checkOf(checks, 'jobs.dead')).toMatchObject({
      status: 'degraded',
      what: 'One job was given up: test.job.',
      remedy: expect.stringContaining('replayDeadJobs'),
    });
  }, WAIT);
});

test('a database without a migration of this version is not ready', async () => {
  const { client } = server.services.database;
  const [newest] = await client.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1`;
  const name = newest?.migration_name ?? '';
  await client.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${name}`;
  try {
    await vi.waitFor(async () => {
      const { code, checks } = await ask('/ready');
      expect(code).toBe(503);
      expect(checkOf(checks, 'database.schema')?.what).toContain(name);
    }, WAIT);
  } finally {
    await client.$executeRaw`UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = ${name}`;
  }
});

test('a database that is away fails, the process lives, and is ready again when the database is', async () => {
  const { pathname } = new URL(server.services.config.DATABASE_URL);
  const name = pathname.slice(1);
  const admin = new pg.Client(inject('testPostgres').url);
  await admin.connect();
  const away = async (isAway: boolean) => {
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS ${!isAway}`);
    if (isAway)
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  };
  try {
    await away(true);
    await vi.waitFor(async () => {
      for (const path of ['/health/db', '/ready']) {
        const { code, checks } = await ask(path);
        expect(code).toBe(503);
        expect(checkOf(checks, 'database.answers')).toMatchObject({
          status: 'failing',
          remedy: expect.stringContaining('DATABASE_URL'),
        });
      }
      expect((await ask('/health/jobs')).code).toBe(503);
    }, WAIT);
    expect((await ask('/health')).code).toBe(200);
    expect((await ask('/health/prover')).code).toBe(200);
  } finally {
    await away(false);
    await admin.end();
  }
  await vi.waitFor(async () => expect((await ask('/ready')).code).toBe(200), WAIT);
});

test('nothing secret stands in any of it, and nobody on the way keeps it', async () => {
  const { port } = new URL(server.services.config.DATABASE_URL);
  for (const path of ['/health', '/health/db', '/health/jobs', '/health/chain', '/health/prover', '/ready']) {
    const { text } = await ask(path);
    expect(text).not.toMatch(/hunter2|rpcuser|127\.0\.0\.1|postgres:/);
    expect(text).not.toContain(`:${port}`);
  }
  expect((await fetch(`${server.url}/health/chain`)).headers.get('cache-control')).toBe('no-store');
});

test('before it ends it says that it is not ready, and still answers', async () => {
  const other = await startTestApi();
  other.api.drain();
  const ready = await fetch(`${other.url}/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    expect.objectContaining({ checks: [expect.objectContaining({ name: 'process.running' })] }),
  ]);
  expect((await fetch(`${other.url}/health`)).status).toBe(200);
  await other.stop();
});

test('a hundred who ask at once cost one reading', async () => {
  const polled = await startTestApi({ env: { RPC_URL: node.url } });
  await fetch(`${polled.url}/ready`);
  polled.takeQueries();
  node.calls.length = 0;
  const answers = await Promise.all(
    ['/ready', '/health/jobs', '/health/chain'].flatMap((path) =>
      Array.from({ length: 100 }, () => fetch(polled.url + path).then(({ status }) => status)),
    ),
  );
  expect(answers.filter((status) => status === 200)).toHaveLength(200);
  const queries = polled.takeQueries();
  expect(queries.filter((sql) => sql.includes('pg_is_in_recovery')).length).toBeLessThanOrEqual(2);
  expect(queries.filter((sql) => sql.includes('process_heartbeats'))).toHaveLength(1);
  expect(node.calls.filter((method) => method === 'getblockchaininfo').length).toBeLessThanOrEqual(2);
  await polled.stop();
});
