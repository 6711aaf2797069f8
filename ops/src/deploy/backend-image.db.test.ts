import { execFile, spawnSync } from 'node:child_process';
import { constants, copyFileSync, existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { urlOfDatabase, withClient } from '../backup/server.repository.ts';
import { type Receiver, startReceiver } from '../bench/failover/receiver.ts';
import { type Child, startChild } from '../stack/child.ts';
import { nodeBinary } from '../stack/node-program.ts';
import { freePort } from '../stack/ports.ts';
import { ROOT } from '../stack/root.ts';
import { waitFor } from '../stack/wait-for.ts';
import { carryOut, type Image } from './testing/carry-out.ts';
import { yamlOf } from './testing/files.ts';

interface Service {
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const { services } = yamlOf<{ services: Readonly<Record<string, Service>> }>('docker-compose.yml');
const run = promisify(execFile);
/** Nobody in particular, as in the container; only root can become somebody else. */
const STRANGER = process.getuid?.() === 0 ? { uid: 1_000, gid: 1_000 } : {};

let folder: string;
let image: Image;
let testDatabase: TestDatabase;
let databaseUrl: string;
let node: Receiver;
const children: Child[] = [];

beforeAll(async () => {
  node = await startReceiver();
  testDatabase = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'charmbills-image-'));
  await chmod(folder, 0o755);
  const env = {
    ...process.env,
    PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
    npm_config_prefer_offline: 'true',
    NODE_ENV: undefined,
  };
  image = await carryOut('backend/Dockerfile', join(folder, 'stages'), env, async ({ cwd, line }) => {
    // Everything that there is to install is installed already, from the same lockfile.
    if (line !== 'npm ci --no-audit --no-fund') return false;
    await run('cp', ['-al', join(ROOT, 'node_modules'), join(cwd, 'node_modules')]).catch(() =>
      cp(join(ROOT, 'node_modules'), join(cwd, 'node_modules'), { recursive: true, verbatimSymlinks: true }),
    );
    await run('npm', ['run', 'postinstall'], { cwd, env });
    return true;
  });
  // Where others may run it too.
  copyFileSync(nodeBinary(), join(folder, 'node'), constants.COPYFILE_FICLONE);
  await chmod(join(folder, 'node'), 0o755);
  await makeReadOnly(image.root);
  databaseUrl = urlOfDatabase(testDatabase.url, `image_${testDatabase.name}`);
  await withClient(testDatabase.url, (client) =>
    client.query(`CREATE DATABASE "image_${testDatabase.name}"`),
  );
  await run('sh', [join(ROOT, 'ops/deploy/make-secrets.sh'), join(folder, 'secrets')]);
  await chmod(join(folder, 'secrets'), 0o755);
  await chmod(join(folder, 'secrets/database_url'), 0o644);
  await writeFile(join(folder, 'secrets/database_url'), databaseUrl);
  await chmod(join(folder, 'secrets/redis_url'), 0o644);
  await writeFile(join(folder, 'secrets/redis_url'), '');
}, 600_000);
afterAll(async () => {
  await Promise.all(children.map((child) => child.stop()));
  node.close();
  await withClient(testDatabase.url, (client) =>
    client.query(`DROP DATABASE IF EXISTS "image_${testDatabase.name}" WITH (FORCE)`),
  );
  await testDatabase.drop();
  await run('chmod', ['-R', 'u+w', image.root]);
  await rm(folder, { recursive: true, force: true });
});

async function makeReadOnly(root: string): Promise<void> {
  await run('chmod', ['-R', 'a-w,a+rX', root]);
}

/** The environment of a service as Compose makes it, on this machine: its own files for secrets, its own addresses. */
function environmentOf(name: string, port: number): NodeJS.ProcessEnv {
  const given: Readonly<Record<string, string>> = {
    BITCOIN_NETWORK: 'regtest',
    PROVER_API_URL: 'http://127.0.0.1:1',
  };
  const filled = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
    key,
    String(value)
      .replace(
        /\$\{(\w+):-([^}]*)\}/g,
        (_, variable: string, standard: string) => given[variable] ?? standard,
      )
      .replace('/run/secrets', join(folder, 'secrets'))
      .replace('http://bitcoind:8332', `${node.url}/node`),
  ]);
  return {
    PATH: `${folder}:/usr/bin:/bin`,
    ...image.env,
    ...(Object.fromEntries(filled) as Record<string, string>),
    HOST: '127.0.0.1',
    PORT: String(port),
    ZMQ_BLOCK_URL: '',
    ZMQ_TX_URL: '',
  };
}

/** A process as the container has it: the image's command or the service's, as somebody else, in what cannot be written. */
function start(name: string, port: number): Promise<Child> {
  const [command = '', ...args] = services[name]?.command ?? image.command;
  return startChild({
    name,
    command: command === 'node' ? join(folder, 'node') : command,
    args,
    cwd: join(image.root, image.workdir),
    env: environmentOf(name, port),
    ...STRANGER,
  }).then((child) => {
    children.push(child);
    return child;
  });
}

test('holds what it runs and nothing else: no sources, no secrets, no tools', async () => {
  const app = join(image.root, image.workdir);
  expect((await readdir(app)).sort()).toEqual(['dist', 'node_modules', 'package.json']);
  const packages = await readdir(join(app, 'node_modules'));
  for (const needed of ['pg', 'pg-boss', 'fastify']) expect(packages).toContain(needed);
  for (const tool of ['typescript', 'vitest', '@biomejs', 'esbuild', 'tsx', '@charmbills', 'next', 'prisma'])
    expect([tool, packages.includes(tool)]).toEqual([tool, false]);
  expect([image.user, services['backend-api']?.user]).toEqual(['node', '1000:1000']);
});

test('migrates an empty database, and again without anything to do', async () => {
  for (const times of [1, 2]) {
    const child = await start('migrate', 0);
    const { code } = await child.exited;
    expect([times, code, code === 0 ? '' : child.lastLines(20).join('\n')]).toEqual([times, 0, '']);
  }
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query("SELECT to_regclass('ledger_journal') IS NOT NULL AS there"),
  );
  expect(rows).toEqual([{ there: true }]);
}, 240_000);

test.each(['backend-api', 'backend-worker'])(
  'runs as %s, and says that it is well',
  async (name) => {
    const port = await freePort();
    const child = await start(name, port);
    await waitFor(
      async () => {
        if (!child.running()) throw new Error(child.lastLines(30).join('\n'));
        return (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.ok;
      },
      { what: name, timeoutMs: 240_000, intervalMs: 500 },
    );
    // The image's own check of its health, from its own folder.
    const [command = '', ...args] = image.healthcheck;
    const health = (env: NodeJS.ProcessEnv) =>
      spawnSync(command === 'node' ? join(folder, 'node') : command, args, {
        cwd: join(image.root, image.workdir),
        env,
        ...STRANGER,
      }).status;
    expect(health(environmentOf(name, port))).toBe(0);
    expect(health(environmentOf(name, await freePort()))).toBe(1);
    if (name === 'backend-api') {
      const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
    }
    await child.stop();
    expect((await child.exited).code).toBe(0);
  },
  300_000,
);

test('PostgreSQL’s image has tools that run from what .dockerignore lets through, as its user', async () => {
  // Its stage is the first one here: everything copied, everything installed.
  const tools = join(folder, 'stages/build/src/ops/bin/charmbills-ops');
  const own = await mkdtemp(join(tmpdir(), 'charmbills-tools-'));
  try {
    await chmod(own, 0o777);
    const ops = (args: readonly string[], env: Record<string, string> = {}) =>
      run(tools, [...args], { cwd: own, env: { PATH: '/usr/bin:/bin', HOME: own, ...env }, ...STRANGER });
    const key = (await ops(['backup-key', join(own, 'key')])).stdout.trim();
    const trusted = (await ops(['backup-key', '--signing', join(own, 'signing-key')])).stdout.trim();
    const env = {
      BACKUP_DIR: join(own, 'backups'),
      BACKUP_PUBLIC_KEY: key,
      BACKUP_SIGNING_KEY_FILE: join(own, 'signing-key'),
    };
    const name = '0000000100000000000000AA';
    await writeFile(join(own, name), 'content of a segment');
    // As PostgreSQL gives it: seen from the folder in which it runs.
    await ops(['archive-wal', name], env);
    const back = { ...env, BACKUP_KEY_FILE: join(own, 'key'), BACKUP_TRUSTED_KEYS: trusted };
    await ops(['restore-wal', name, 'back'], back);
    expect(await readFile(join(own, 'back'), 'utf8')).toBe('content of a segment');
    const backups = await ops(['backups'], { ...back, DATABASE_URL: databaseUrl });
    expect(backups.stderr).toContain('There is no backup');
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}, 120_000);

test('writes nothing into itself', async () => {
  const found = await run('find', [image.root, '-newer', join(folder, 'secrets/redis_url'), '-type', 'f']);
  expect(found.stdout).toBe('');
  expect(existsSync(join(dirname(image.root), 'final'))).toBe(true);
});
