import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { globSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../backend/src/platform/config/config.ts';
import { ROOT } from '../stack/root.ts';
import { runProgram } from '../stack/run-program.ts';
import { textOf, yamlOf } from './testing/files.ts';
import { obtainProgram } from './testing/obtain-program.ts';

const SCRIPTS = globSync(['ops/**/*.sh', '.ci/run', 'ops/bin/*'], {
  cwd: ROOT,
  exclude: (path) => path.includes('node_modules'),
});
const MAKE_SECRETS = join(ROOT, 'ops/deploy/make-secrets.sh');
const shellcheck = await obtainProgram('shellcheck');
const openssl = await obtainProgram('openssl');

describe.skipIf(shellcheck === undefined)('shellcheck', () => {
  test.each(SCRIPTS)('finds nothing to say about %s', async (script) => {
    const { command = '', args = [] } = shellcheck ?? {};
    expect(await runProgram(command, [...args, '--severity=style', join(ROOT, script)])).toEqual([]);
  });
});

describe.skipIf(openssl === undefined)('make-secrets.sh', () => {
  let folder: string;
  let secrets: string;
  const read = (name: string) => readFile(join(secrets, name), 'utf8');
  const make = () =>
    execFileSync('sh', [MAKE_SECRETS, secrets], {
      env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'charmbills-secrets-'));
    secrets = join(folder, 'secrets');
    await mkdir(join(folder, 'bin'));
    const { command = '', args = [] } = openssl ?? {};
    const line = `exec ${[command, ...args].map((word) => `'${word}'`).join(' ')} "$@"`;
    await writeFile(join(folder, 'bin/openssl'), `#!/bin/sh\n${line}\n`);
    await chmod(join(folder, 'bin/openssl'), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('makes every secret that the compose file reads, but what only you can have', async () => {
    make();
    const { secrets: wanted } = yamlOf<{ secrets: Record<string, { file: string }> }>('docker-compose.yml');
    const files = Object.values(wanted).map(({ file }) => file.replace('./secrets/', ''));
    const made = await readdir(secrets);
    const yours = ['tls_certificate.pem', 'tls_key.pem'];
    expect(files.filter((file) => !made.includes(file)).sort()).toEqual(yours);
    expect(made.filter((file) => !files.includes(file))).toEqual([]);
  });

  test('the backend takes them', async () => {
    make();
    const config = loadConfig({
      DATABASE_URL_FILE: join(secrets, 'database_url'),
      READ_REPLICA_URL_FILE: join(secrets, 'read_replica_url'),
      JWT_SECRET_FILE: join(secrets, 'jwt_secret'),
      ENCRYPTION_KEY_FILE: join(secrets, 'encryption_key'),
      METRICS_TOKEN_FILE: join(secrets, 'metrics_token'),
      SMTP_URL_FILE: join(secrets, 'smtp_url'),
      RPC_PASSWORD_FILE: join(secrets, 'rpc_password'),
      RPC_URL: 'http://bitcoind:8332',
      PROVER_API_URL: 'http://prover:8080',
    });
    expect(config.DATABASE_URL).toBe(
      `postgresql://charmbills:${await read('postgres_password')}@postgres:5432/charmbills`,
    );
    expect([config.SMTP_URL, config.READ_REPLICA_URL]).toEqual([undefined, undefined]);
    expect(config.JWT_SECRET).not.toBe(config.ENCRYPTION_KEY);
  });

  test('hashes the password of the Bitcoin node as the node does', async () => {
    make();
    const [, salt = '', hash] =
      /^rpcauth=charmbills:(\w{32})\$(\w{64})$/m.exec(await read('bitcoind_rpcauth')) ?? [];
    const password = await read('rpc_password');
    expect(hash).toBe(createHmac('sha256', salt).update(password).digest('hex'));
  });

  test('keeps what is there, and closes the folder to everybody else', async () => {
    make();
    const before = await Promise.all((await readdir(secrets)).map(read));
    expect(make()).not.toContain('made ');
    expect(await Promise.all((await readdir(secrets)).map(read))).toEqual(before);
    expect((await stat(secrets)).mode & 0o777).toBe(0o700);
  });
});

test('scripts stop at the first thing that fails', () => {
  for (const script of SCRIPTS) expect([script, /^set -eu/m.test(textOf(script))]).toEqual([script, true]);
});
