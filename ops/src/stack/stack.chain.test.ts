import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { acceptsSpells } from '../relay/index.ts';
import { createTestDatabase, startRegtest } from '../testing/index.ts';
import type { Child } from './child.ts';
import { lockOwner } from './lock.ts';
import { minerCaller } from './miner-wallet.ts';
import { startNodeProgram } from './node-program.ts';
import { freePort } from './ports.ts';
import { isAlive } from './processes.ts';
import { rpcCaller } from './rpc.ts';
import { PORTS } from './settings.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';
import { summaryOf } from './summary.ts';
import { waitFor } from './wait-for.ts';

// Each test brings up a database and a node from nothing, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
/** Stands for a prover that somebody else runs. */
let prover: Server;
let proverUrl: string;
const running: Stack[] = [];
const programs: Child[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'charmbills-stack-'));
  prover = createServer((_request, response) => response.end());
  await new Promise<void>((done) => prover.listen(0, '127.0.0.1', done));
  proverUrl = `http://127.0.0.1:${(prover.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const stack of running.splice(0)) await stack.stop();
  for (const program of programs.splice(0)) await program.stop();
  prover.closeAllConnections();
  prover.close();
  await rm(dataDir, { recursive: true, force: true });
});

function environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, XDG_CACHE_HOME, BITCOIND } = process.env;
  return { PATH, HOME, XDG_CACHE_HOME, BITCOIND, PROVER_API_URL: proverUrl, DATA_DIR: dataDir, ...extra };
}

async function start(options: Partial<StackOptions> = {}): Promise<Stack> {
  const env = environment();
  const stack = await startStack({
    dataDir,
    env,
    ports: 'free',
    backend: false,
    blockIntervalSeconds: 0,
    ...options,
  });
  running.push(stack);
  return stack;
}

/** The process ids that the stack has noted in its folder. */
function processes(): number[] {
  const known = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as { pid: number }[];
  return known.map(({ pid }) => pid);
}

/** Command lines of everything that runs with the folder among its arguments. */
function processesOn(folder: string): string[] {
  const all = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(folder));
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('a stopped stack leaves no process behind, and the next one goes on with its data', async () => {
  const first = await start();
  await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.mine(2);
  const pids = processes();
  expect(pids.length).toBeGreaterThanOrEqual(2);
  await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
  await first.stop();
  expect(pids.filter(isAlive)).toEqual([]);

  const second = await start();
  expect(await query(second.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(await rpcCaller(second.node)('getblockcount')).toBe(103);
  expect(second.backendEnv.JWT_SECRET).toBe(first.backendEnv.JWT_SECRET);
});

test('a taken port is one sentence with the port and the variable that changes it, and nothing is left running', async () => {
  const taken = (prover.address() as AddressInfo).port;
  const env: NodeJS.ProcessEnv = environment();
  for (const [name] of Object.values(PORTS)) env[name] = String(await freePort());
  const starting = start({ ports: 'default', env: { ...env, POSTGRES_PORT: String(taken) } });
  const message = `Port ${taken} for PostgreSQL is already in use. Stop what listens there, or set POSTGRES_PORT to another port.`;
  await expect(starting).rejects.toMatchObject({ code: 'PORT_TAKEN', message });
  expect(lockOwner(join(dataDir, 'stack.lock'))).toBeUndefined();
  expect(existsSync(join(dataDir, 'processes.json'))).toBe(false);
});

test('the end of a part is reported with its name and last words', async () => {
  const stack = await start();
  const [postgres = 0] = processes();
  process.kill(postgres, 'SIGKILL');
  expect(await stack.failed).toMatchObject({
    code: 'SERVICE_STOPPED',
    message: expect.stringMatching(/^PostgreSQL stopped by SIGKILL\. Its last words:\n {2}/),
  });
});

test('blocks are mined by themselves once something waits to be confirmed', async () => {
  const { node, fundAddress } = await start({ blockIntervalSeconds: 1 });
  const height = await rpcCaller(node)<number>('getblockcount');
  const address = 'bcrt1qft5p2uhsdcdc3l2ua4ap5qqfg4pjaqlp250x7us7a8qqhrxrxfsqseac85';
  const payment = await fundAddress(address, 100_000n, { confirm: false });
  await waitFor(async () => (await rpcCaller(node)<number>('getblockcount')) > height, {
    what: 'a block',
    timeoutMs: 20_000,
  });
  expect(await rpcCaller(node)('gettxout', [payment.txid, payment.vout])).toMatchObject({
    confirmations: 1,
  });
});

/** Runs the stack as `npm start` does, until it says the words. */
async function startProgram(words = 'CharmBills is running'): Promise<Child> {
  const env = environment({ BLOCK_INTERVAL_SECONDS: '0' });
  for (const [name] of Object.values(PORTS)) env[name] = String(await freePort());
  const program = await startNodeProgram({
    name: 'stack',
    file: 'ops/src/stack/run-without-backend.fixture.ts',
    env,
  });
  programs.push(program);
  await untilSaid(program, words);
  return program;
}

async function untilSaid(program: Child, words: string): Promise<void> {
  await waitFor(() => program.lastLines(200).some((line) => line.includes(words)) || !program.running(), {
    what: words,
    timeoutMs: 60_000,
  });
  if (!program.running()) throw new Error(program.lastLines(50).join('\n'));
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops every part, newest first, and exits 0',
  async (signal) => {
    const program = await startProgram();
    const pids = processes();
    process.kill(program.pid, signal);
    expect(await program.exited).toEqual({ code: 0, signal: null });
    expect(pids.filter(isAlive)).toEqual([]);
    const stopping = program.lastLines(50).filter((line) => line.endsWith('stopping'));
    const order = stopping.map((line) => line.split(' ')[0]).filter((name) => name !== 'Relay');
    expect(order).toEqual(['Bitcoin', 'PostgreSQL']);
  },
);

test.each(['PostgreSQL   starting', 'Bitcoin      starting'])(
  'Ctrl-C right after "%s" leaves nothing behind',
  async (words) => {
    const program = await startProgram(words);
    process.kill(program.pid, 'SIGINT');
    expect(await program.exited).toEqual({ code: 0, signal: null });
    expect(processesOn(dataDir)).toEqual([]);
    expect((await readdir(dataDir)).filter((name) => /\.(new|lock)$/.test(name))).toEqual([]);
  },
);

test('a stack that was killed is cleared away by the next one, which goes on with its data', async () => {
  const killed = await startProgram();
  const pids = processes();
  killed.kill();
  await killed.exited;
  expect(pids.filter(isAlive)).toEqual(pids);
  const lines: string[] = [];
  await start({ log: (line) => lines.push(line) });
  expect(pids.filter(isAlive)).toEqual([]);
  expect(lines.join('\n')).toContain(`stopping PostgreSQL of an earlier run (process ${pids[0]})`);
});

test('reset refuses while the stack runs and clears its folder afterwards', async () => {
  const reset = async () => {
    const program = await startNodeProgram({
      name: 'reset',
      file: 'ops/src/stack/reset.ts',
      env: environment(),
    });
    const { code } = await program.exited;
    return { code, said: program.lastLines().join('\n') };
  };
  const stack = await start();
  expect(await reset()).toEqual({ code: 1, said: expect.stringContaining('runs already on') });
  expect(await query(stack.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await stack.stop();
  expect(await reset()).toEqual({ code: 0, said: `Cleared ${dataDir}.` });
  expect(existsSync(dataDir)).toBe(false);
});

test('a database and a node that run already are used as they are', async () => {
  const database = await createTestDatabase();
  const chain = await startRegtest({ relay: 'never' });
  try {
    const { url, user, password } = chain;
    const env = environment({
      DATABASE_URL: database.url,
      RPC_URL: url,
      RPC_USER: user,
      RPC_PASSWORD: password,
    });
    const stack = await start({ env });
    expect(existsSync(join(dataDir, 'processes.json'))).toBe(false);
    expect(stack.databaseUrl).toBe(database.url);
    expect(stack.node).toMatchObject({ nodeUrl: url, chain: 'regtest' });
    expect(await acceptsSpells(minerCaller(stack.node))).toBe(true);
    await stack.stop();
    expect(await chain.height()).toBe(101);
  } finally {
    await chain.stop();
    await database.drop();
  }
});

test.each([
  ['DATABASE_URL', (port: number) => `postgresql://someone@127.0.0.1:${port}/nothing`],
  ['RPC_URL', (port: number) => `http://127.0.0.1:${port}`],
  ['PROVER_API_URL', (port: number) => `http://127.0.0.1:${port}`],
] as const)('%s that leads nowhere is one sentence that names it', async (name, urlAt) => {
  const database = await createTestDatabase();
  const chain = name === 'PROVER_API_URL' ? await startRegtest() : undefined;
  try {
    const given = {
      DATABASE_URL: database.url,
      RPC_URL: chain?.url,
      RPC_USER: chain?.user,
      RPC_PASSWORD: chain?.password,
    };
    const starting = start({ env: environment({ ...given, [name]: urlAt(await freePort()) }) });
    await expect(starting).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      message: expect.stringContaining(name),
    });
  } finally {
    await chain?.stop();
    await database.drop();
  }
});

test('services outside are simulated where nobody has set them up, and given ones are left alone', async () => {
  const env = environment({ KRAKEN_API_URL: 'https://kraken.example' });
  const stack = await start({ env, simulators: true });
  const summary = summaryOf(stack).join('\n');
  expect(summary).toContain(`${stack.simulatorControlUrl} (payments, bank and rates`);
  expect(summary).toContain(`Mailbox      ${stack.mailboxUrl} (what was sent by e-mail)`);
  expect((await fetch(stack.mailboxUrl ?? '')).status).toBe(200);
  const { NOWPAYMENTS_API_URL: url = '', NOWPAYMENTS_API_KEY: key = '' } = stack.backendEnv;
  const order = { price_amount: 5, price_currency: 'usd', pay_currency: 'usdc' };
  const created = await fetch(`${url}/payment`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body: JSON.stringify(order),
  });
  const { payment_id } = (await created.json()) as { payment_id: string };
  const paid = await fetch(`${stack.simulatorControlUrl}/nowpayments/pay`, {
    method: 'POST',
    body: JSON.stringify([payment_id]),
  });
  expect(await paid.json()).toMatchObject({ status: 'finished' });
  expect(stack.backendEnv).toMatchObject({ KRAKEN_API_URL: 'https://kraken.example' });
  expect(stack.backendEnv.COINGECKO_API_URL).toBeUndefined();
});
