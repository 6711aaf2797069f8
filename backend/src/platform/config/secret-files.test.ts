import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';
import { readSecretFiles } from './secret-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'charmbills-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a secret is read from its file, without the line end after it', () => {
  const JWT_SECRET_FILE = file('jwt', 'two words \n\n');
  const { env, problems } = readSecretFiles({ JWT_SECRET_FILE, PORT: '1' }, ['JWT_SECRET', 'PORT']);
  expect(env).toMatchObject({ JWT_SECRET: 'two words ', PORT: '1' });
  expect(problems).toEqual([]);
});

test('the configuration takes every variable from a file', () => {
  const config = loadConfig({
    DATABASE_URL_FILE: file('url', 'postgresql://app:word@db/charmbills\n'),
    JWT_SECRET_FILE: file('jwt', `${'x'.repeat(32)}\n`),
    ENCRYPTION_KEY_FILE: file('key', 'y'.repeat(32)),
    RPC_URL: 'http://localhost:18443',
    RPC_PASSWORD_FILE: file('rpc', 'pass\r\n'),
    PROVER_API_URL: 'http://localhost:8080',
  });
  expect(config).toMatchObject({
    DATABASE_URL: 'postgresql://app:word@db/charmbills',
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: 'y'.repeat(32),
    RPC_PASSWORD: 'pass',
  });
});

test('a variable whose own name ends in _FILE is a path, not what stands there', () => {
  const RPC_COOKIE_FILE = file('cookie', '__cookie__:word');
  const { env } = readSecretFiles({ RPC_COOKIE_FILE }, ['RPC_COOKIE', 'RPC_COOKIE_FILE']);
  expect(env.RPC_COOKIE).toBeUndefined();
});

test('an empty file counts as unset, so that a secret that is not used has its place', () => {
  const { env, problems } = readSecretFiles({ SMTP_URL_FILE: file('smtp', '\n') }, ['SMTP_URL']);
  expect([env.SMTP_URL, problems]).toEqual(['', []]);
});

test('a variable that is given twice and a missing file are named, and no content is', () => {
  const secret = 'not-to-be-shown';
  const { problems } = readSecretFiles(
    {
      JWT_SECRET: secret,
      JWT_SECRET_FILE: file('jwt', secret),
      ENCRYPTION_KEY_FILE: join(folder, 'absent'),
    },
    ['JWT_SECRET', 'ENCRYPTION_KEY'],
  );
  expect(problems).toEqual([
    'JWT_SECRET_FILE: JWT_SECRET is set too; set one of them',
    `ENCRYPTION_KEY_FILE: ${join(folder, 'absent')} cannot be read (ENOENT)`,
  ]);
});

test('a file that cannot be used is said once, not again as a missing variable', () => {
  let problems: readonly string[] = [];
  try {
    loadConfig({
      DATABASE_URL_FILE: join(folder, 'absent'),
      JWT_SECRET: 'x'.repeat(32),
      ENCRYPTION_KEY: 'y'.repeat(32),
      RPC_URL: 'http://localhost:18443',
      PROVER_API_URL: 'http://localhost:8080',
    });
  } catch (error) {
    if (error instanceof ConfigError) problems = error.problems;
  }
  expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL_FILE: .*ENOENT/)]);
});
