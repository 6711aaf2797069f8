import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { printApiSchema } from '../../backend/src/api/print-schema.ts';
import { buildSchema } from '../../backend/src/api/schema.ts';
import { createTestAccount } from '../../backend/src/ledger/testing.ts';
import { openDatabase } from '../../backend/src/platform/database/index.ts';
import { connectLive } from '../support/live.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let testDatabase: TestDatabase;
let node: Server;
/** As much of a Bitcoin node as the start asks for. */
const ANSWERS: Record<string, unknown> = {
  getblockchaininfo: { chain: 'regtest', blocks: 0 },
  testmempoolaccept: [{ allowed: false, 'reject-reason': 'missing-inputs' }],
};
const started = new Set<ChildProcess>();

let build: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // The bundle, as production runs it.
  build = join('backend/dist', `test-${randomBytes(6).toString('hex')}`);
  execFileSync(process.execPath, ['--import', 'tsx', '--conditions=source', 'backend/build.ts', build], {
    cwd: ROOT,
  });
  node = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { id, method } = JSON.parse(body);
      response.end(JSON.stringify({ id, result: ANSWERS[method] ?? null, error: null }));
    });
  });
  await once(node.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});
afterAll(async () => {
  node.close();
  rmSync(join(ROOT, build), { recursive: true });
  await testDatabase.drop();
});

interface Process {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<{ code: number | null; output: string }>;
}

function startBackend(changes: Record<string, string> = {}): Process {
  const { port } = node.address() as AddressInfo;
  const child = spawn(process.execPath, [join(build, 'main.js')], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      PORT: '0',
      DATABASE_URL: testDatabase.url,
      JWT_SECRET: 'a secret of at least 32 characters',
      ENCRYPTION_KEY: 'another secret of at least 32 characters',
      RPC_URL: `http://127.0.0.1:${port}`,
      PROVER_API_URL: 'http://127.0.0.1:1',
      ...changes,
    },
  });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return { child, output: () => output, exited };
}

/** The port of a process once it says that it has started; rejects with what it said if it ends before. */
async function portOf({ output, exited }: Process): Promise<number> {
  const started = vi.waitFor(
    () => {
      const line = output()
        .split('\n')
        .find((text) => text.includes('"started"'));
      if (!line) throw new Error(`not started: ${output()}`);
      return JSON.parse(line).port as number;
    },
    { timeout: 25_000, interval: 50 },
  );
  const ended = exited.then(({ code }) => {
    throw new Error(`ended with ${code} before it started: ${output()}`);
  });
  ended.catch(() => undefined);
  return Promise.race([started, ended]);
}

test('a configuration that cannot be used is said in one message', async () => {
  const { code, output } = await startBackend({ PORT: 'x', JWT_SECRET: '' }).exited;
  expect(code).toBe(78);
  expect(output).toBe(
    `The configuration cannot be used:\n  PORT: ${/PORT: (.*)/.exec(output)?.[1]}\n  JWT_SECRET is missing\n`,
  );
});

test('a database that does not answer or is not there is one sentence', async () => {
  const missing = new URL(inject('testPostgres').url);
  missing.pathname = '/no_such_database';
  for (const url of ['postgresql://u:secret@127.0.0.1:1/shop', missing.href]) {
    const { code, output } = await startBackend({ DATABASE_URL: url }).exited;
    expect(code).toBe(69);
    expect(output).toMatch(
      /^The database \w+ at 127\.0\.0\.1:\d+ cannot be used: .+\. Check DATABASE_URL\.\n$/,
    );
    expect(output).not.toContain('secret');
  }
});

test('a taken port is one sentence', async () => {
  const { port } = node.address() as AddressInfo;
  const { code, output } = await startBackend({ PORT: String(port), LOG_LEVEL: 'silent' }).exited;
  expect(code).toBe(69);
  expect(output).toBe(
    `Port ${port} on 127.0.0.1 is already in use. Stop what listens there, or set PORT or HOST to another.\n`,
  );
});

test('a node on another chain is refused', async () => {
  const { code, output } = await startBackend({
    LOG_LEVEL: 'silent',
    BITCOIN_NETWORK: 'testnet4',
    ESPLORA_URL: 'http://127.0.0.1:1',
  }).exited;
  expect(code).toBe(78);
  expect(output).toMatch(/^The Bitcoin node at RPC_URL is on the chain "regtest", not on testnet4\./);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it in order, with live connections open',
  async (signal) => {
    const backend = startBackend();
    const port = await portOf(backend);
    const live = await connectLive(`http://127.0.0.1:${port}/graphql`);
    backend.child.kill(signal);
    expect((await live.closed).code).toBe(1001);
    const { code, output } = await backend.exited;
    expect(code).toBe(0);
    expect(output).toContain('"stopped"');
  },
);

test('told to end it first says that it is not ready, and still answers for a while', async () => {
  const backend = startBackend({ ROLE: 'api', DRAIN_SECONDS: '3' });
  const url = `http://127.0.0.1:${await portOf(backend)}`;
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  backend.child.kill('SIGTERM');
  await vi.waitFor(async () => expect((await fetch(`${url}/ready`)).status).toBe(503), WAIT);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await backend.exited).code).toBe(0);
});

test('when its log files are moved away and it is told so, it goes on in new ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'charmbills-logs-'));
  const backend = startBackend({ LOGS_DIR: folder });
  const url = `http://127.0.0.1:${await portOf(backend)}`;
  const path = join(folder, 'combined.log');
  await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toContain('"started"'), WAIT);
  renameSync(path, `${path}-moved`);
  backend.child.kill('SIGUSR2');
  await vi.waitFor(() => expect(existsSync(path)).toBe(true), WAIT);
  await fetch(`${url}/nowhere`, { headers: { 'x-request-id': 'after-rotation' } });
  await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toContain('"after-rotation"'), WAIT);
  backend.child.kill('SIGTERM');
  expect((await backend.exited).code).toBe(0);
  rmSync(folder, { recursive: true });
});

test('a node that is away stops nothing', async () => {
  const backend = startBackend({ RPC_URL: 'http://127.0.0.1:1' });
  const port = await portOf(backend);
  expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
  expect(backend.output()).toContain('the Bitcoin node cannot be asked');
  backend.child.kill('SIGTERM');
  expect((await backend.exited).code).toBe(0);
});

test('workers answer health checks alone', async () => {
  const backend = startBackend({ ROLE: 'worker' });
  const port = await portOf(backend);
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
  const jobs = await fetch(`http://127.0.0.1:${port}/health/jobs`);
  const working = expect.objectContaining({ name: 'jobs.workers', status: 'ok' });
  expect((await jobs.json()).checks).toContainEqual(working);
  const chain = await (await fetch(`http://127.0.0.1:${port}/health/chain`)).json();
  const relay = expect.objectContaining({
    name: 'chain.relay',
    status: 'ok',
    what: expect.stringContaining('relay'),
  });
  expect(chain.checks).toContainEqual(relay);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toContain('charmbills_build_info{version=');
  expect(metrics).toContain('process_cpu_seconds_total');
  expect((await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST' })).status).toBe(404);
  backend.child.kill('SIGTERM');
  expect((await backend.exited).code).toBe(0);
});

test('a worker seals what is posted in the ledger, and its log is a witness of it', async () => {
  const database = openDatabase({ url: testDatabase.url, poolSize: 2 });
  await database.transaction((tx) =>
    createTestAccount(tx, { owner: 'person_a', currency: 'USD', amount: 5n, now: new Date() }),
  );
  await database.close();
  const backend = startBackend({ ROLE: 'worker' });
  await portOf(backend);
  await vi.waitFor(() => expect(backend.output()).toMatch(/"hash":"[0-9a-f]{64}".*"ledger sealed"/), 20_000);
  backend.child.kill('SIGTERM');
  expect((await backend.exited).code).toBe(0);
});

test('the bundle answers by the schema of the sources', async () => {
  const backend = startBackend({ NODE_ENV: 'development' });
  const port = await portOf(backend);
  const served = await fetch(`http://127.0.0.1:${port}/graphql/schema.graphql`);
  expect(await served.text()).toBe(printApiSchema(buildSchema()));
});
