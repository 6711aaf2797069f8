import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runOps } from '../cli/testing.ts';
import type { Finding } from './finding.ts';

let database: TestDatabase;
let folder: string;
let node: Server;
/** What the node answers, by method. */
const chain = { chain: 'regtest', blocks: 5, headers: 5, initialblockdownload: false, pruned: false };
const answers: Record<string, unknown> = {};
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'charmbills-doctor-'));
  node = createServer((request, response) => {
    if (request.method === 'GET') return void response.end('ready');
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: unknown; method: string };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id, result: answers[method] ?? null, error: null }));
    });
  });
  await new Promise<void>((done) => node.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
  env = {
    DATABASE_URL: database.url,
    JWT_SECRET: 'kR7vUuH0cW1mQ9yZpX5nB2tJ8sL4dG6aFe3iOxCq',
    ENCRYPTION_KEY: 'Zt8wYb3nKq6rLx1cVm9pHs4dJf7gTu2aEoI5zWyR',
    RPC_URL: url,
    PROVER_API_URL: url,
    LOGS_DIR: join(folder, 'logs'),
    BACKUP_DIR: join(folder, 'backups'),
    BACKUP_S3_URL: '',
  };
});
afterAll(async () => {
  node.close();
  node.closeAllConnections();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function doctor(
  change: Record<string, string> = {},
): Promise<{ code: number | null; findings: Finding[] }> {
  const { code, stdout } = await runOps(['doctor', '--json'], { ...env, ...change });
  return { code, findings: (JSON.parse(stdout) as { findings: Finding[] }).findings };
}

/** Level by subject; the worst where there are several. */
function levels(findings: readonly Finding[]): Record<string, string> {
  const rank = ['ok', 'warning', 'problem'];
  const worst: Record<string, string> = {};
  for (const { subject, level } of findings) {
    if (rank.indexOf(level) >= rank.indexOf(worst[subject] ?? 'ok')) worst[subject] = level;
  }
  return worst;
}

test('what is well is said, what is missing is a problem with a remedy', async () => {
  answers.getblockchaininfo = chain;
  answers.getnetworkinfo = { connections: 3 };
  answers.getindexinfo = { txindex: { synced: true } };
  answers.testmempoolaccept = [{ 'reject-reason': 'missing-inputs' }];
  const { code, findings } = await doctor();
  expect(code).toBe(1);
  expect(levels(findings)).toMatchObject({
    configuration: 'ok',
    JWT_SECRET: 'ok',
    ENCRYPTION_KEY: 'ok',
    // The server of the tests does not sync.
    database: 'problem',
    connections: 'ok',
    clock: 'ok',
    migrations: 'ok',
    'Bitcoin node': 'ok',
    spells: 'ok',
    txindex: 'ok',
    prover: 'ok',
    LOGS_DIR: 'ok',
    backups: 'problem',
  });
  for (const { level, remedy } of findings)
    expect([level, remedy === undefined]).toEqual([level, level === 'ok']);
});

test('a node of another chain, a busy log folder, a database that is away: each is told', async () => {
  answers.getblockchaininfo = { ...chain, chain: 'main' };
  await writeFile(join(folder, 'file'), '');
  const { findings } = await doctor({
    LOGS_DIR: join(folder, 'file', 'logs'),
    DATABASE_URL: database.url.replace(/\/[^/]+$/, '/no_such_database'),
    PROVER_API_URL: 'http://127.0.0.1:1',
  });
  expect(levels(findings)).toMatchObject({
    'Bitcoin node': 'problem',
    LOGS_DIR: 'problem',
    database: 'problem',
    prover: 'problem',
  });
  expect(findings.find(({ subject }) => subject === 'database')?.remedy).toContain('Create the database');
});

test('a node that is pruned, without index, or refuses spells', async () => {
  answers.getblockchaininfo = { ...chain, pruned: true, pruneheight: 2 };
  answers.getindexinfo = {};
  answers.testmempoolaccept = [{ 'reject-reason': 'scriptpubkey' }];
  const { findings } = await doctor();
  expect(levels(findings)).toMatchObject({
    'Bitcoin node': 'warning',
    txindex: 'warning',
    spells: 'problem',
  });
});

test('a configuration that cannot be used is explained, and the rest is looked at all the same', async () => {
  const { code, findings } = await doctor({ JWT_SECRET: 'short', BANK_API_KEY: 'alone', PORT: 'x' });
  expect(code).toBe(1);
  expect(levels(findings)).toMatchObject({ PORT: 'problem', JWT_SECRET: 'problem', migrations: 'ok' });
});
