import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestAccount, TEST_NOW } from '../../../backend/src/ledger/testing.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { runOps } from '../cli/testing.ts';
import { tryLock } from '../stack/lock.ts';
import type { DumpManifest } from './manifest.ts';
import { sealText } from './sealing.ts';
import { type S3Server, startS3Server } from './testing/s3-server.ts';

let source: TestDatabase;
let remote: S3Server;
let folder: string;
let env: Record<string, string>;
const made: string[] = [];

/** A command as an operator runs it, with these variables changed. */
const ops = (args: readonly string[], change: Record<string, string> = {}) =>
  runOps(args, { ...env, ...change });

async function sql<R extends pg.QueryResultRow>(url: string, statement: string): Promise<R[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Those of this file: others come and go with their own tests. */
const databases = async () =>
  (await sql<{ datname: string }>(source.url, 'SELECT datname FROM pg_database ORDER BY datname'))
    .map(({ datname }) => datname)
    .filter((name) => name.includes(source.name));

function urlOf(name: string): string {
  const url = new URL(source.url);
  url.pathname = `/${name}`;
  return url.href;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-backup-'));
  source = await createTestDatabase();
  remote = await startS3Server();
  const database = openDatabase({ url: source.url, poolSize: 2 });
  const account = (owner: string, currency: string, amount: bigint) => ({
    owner,
    currency,
    amount,
    now: TEST_NOW,
  });
  try {
    await database.transaction((tx) => createTestAccount(tx, account('ann', 'USD', 12_345n)));
    await database.transaction((tx) => createTestAccount(tx, account('bob', 'BTC', 5_000n)));
  } finally {
    await database.close();
  }
  env = {
    DATABASE_URL: source.url,
    BACKUP_DIR: join(folder, 'backups'),
    BACKUP_KEY_FILE: join(folder, 'key.txt'),
    BACKUP_S3_URL: remote.settings.url,
    BACKUP_S3_REGION: remote.settings.region,
    BACKUP_S3_ACCESS_KEY_ID: remote.settings.accessKeyId,
    BACKUP_S3_SECRET_ACCESS_KEY: remote.settings.secretAccessKey,
  };
});
afterAll(async () => {
  for (const name of made) await sql(source.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await remote.close();
  await source.drop();
  await rm(folder, { recursive: true });
});

test('without a key nothing is written, and the way to one is told', async () => {
  const { code, stderr } = await ops(['backup'], { BACKUP_PUBLIC_KEY: '' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/BACKUP_KEY_MISSING.*backup-key/);
  expect(existsSync(join(folder, 'backups', 'dumps'))).toBe(false);
});

test('a key is made once and for its owner alone', async () => {
  const { code, stdout } = await ops(['backup-key', join(folder, 'key.txt')]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^age1[0-9a-z]{58}\n$/);
  env.BACKUP_PUBLIC_KEY = stdout.trim();
  expect(await readFile(join(folder, 'key.txt'), 'utf8')).toContain(stdout.trim());
  const again = await ops(['backup-key', join(folder, 'key.txt')]);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect((await ops(['backup-key'])).code).toBe(2);
});

test('a backup is encrypted, described, sent away, and verified by restoring it', async () => {
  const { code, stdout } = await ops(['backup']);
  expect(code).toBe(0);
  const [name] = stdout.split(' ');
  const dumps = join(folder, 'backups', 'dumps');
  expect(await readdir(dumps)).toEqual([`${name}.dump.age`, `${name}.json`]);
  const content = await readFile(join(dumps, `${name}.dump.age`));
  expect(content.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  expect(content.includes('ledger_accounts')).toBe(false);
  const manifest = JSON.parse(await readFile(join(dumps, `${name}.json`), 'utf8')) as DumpManifest;
  expect(manifest).toMatchObject({ name, kind: 'dump', bytes: content.length, database: source.name });
  expect(manifest.totals).not.toContain('12345');
  expect([...remote.objects.keys()]).toEqual(
    [`${name}.dump.age`, `${name}.json`].map((file) => `charmbills/prod/dumps/${file}`),
  );

  const verified = await ops(['verify-backup', '--json']);
  expect([verified.code, verified.stderr]).toEqual([0, '']);
  const report = JSON.parse(verified.stdout);
  expect(report).toMatchObject({ backup: name, problems: [] });
  expect(report.totals.ledger).toMatchObject([
    { currency: 'BTC', held: '5000', sum: '0' },
    { currency: 'USD', held: '12345', sum: '0' },
  ]);
  expect((await databases()).filter((each) => each.includes('verify'))).toEqual([]);
  expect((await ops(['backups'])).stdout.match(new RegExp(`${name}`, 'g'))).toHaveLength(2);
});

test('a database that is gone comes back from the remote store alone', async () => {
  const name = `restored_${source.name}`;
  made.push(name);
  const emptyFolder = join(folder, 'other');
  const { code, stdout } = await ops(['restore'], { DATABASE_URL: urlOf(name), BACKUP_DIR: emptyFolder });
  expect(stdout).toContain('every total is as it was');
  expect(code).toBe(0);
  expect(
    await sql(urlOf(name), 'SELECT sum(locked)::int AS locked, count(*)::int FROM ledger_accounts'),
  ).toEqual(await sql(source.url, 'SELECT sum(locked)::int AS locked, count(*)::int FROM ledger_accounts'));
  // The guards of the ledger are back too.
  await expect(sql(urlOf(name), 'DELETE FROM ledger_journal')).rejects.toThrow();
  const check = await ops(['ledger-check'], { DATABASE_URL: urlOf(name) });
  expect(check.code).toBe(0);
});

test('a database that holds something is left alone, and kept where it has to give way', async () => {
  const name = `restored_${source.name}`;
  await sql(urlOf(name), 'CREATE TABLE after_the_backup ()');
  const refused = await ops(['restore'], { DATABASE_URL: urlOf(name) });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/DATABASE_NOT_EMPTY.*--force/);
  expect(await sql(urlOf(name), "SELECT to_regclass('after_the_backup') IS NOT NULL AS there")).toEqual([
    { there: true },
  ]);
  const { code, stderr } = await ops(['restore', '--force'], { DATABASE_URL: urlOf(name) });
  expect(code).toBe(0);
  const kept = /kept as (\w+)/.exec(stderr)?.[1] ?? '';
  made.push(kept);
  const there = "SELECT to_regclass('after_the_backup') IS NOT NULL AS there";
  expect(await sql(urlOf(name), there)).toEqual([{ there: false }]);
  expect(await sql(urlOf(kept), there)).toEqual([{ there: true }]);
});

test('a backup that was altered or cut off is found out, and changes nothing', async () => {
  const damaged = join(folder, 'damaged');
  const { stdout } = await ops(['backup'], { BACKUP_DIR: damaged, BACKUP_S3_URL: '' });
  const [name] = stdout.split(' ');
  const file = join(damaged, 'dumps', `${name}.dump.age`);
  const content = await readFile(file);
  const middle = Math.floor(content.length / 2);
  content.writeUInt8(content.readUInt8(middle) ^ 1, middle);
  await writeFile(file, content);
  const before = await databases();
  const change = { BACKUP_DIR: damaged, BACKUP_S3_URL: '' };
  const altered = await ops(['verify-backup', name ?? ''], change);
  expect(altered.code).toBe(1);
  expect(altered.stderr).toContain('BACKUP_DAMAGED');
  await truncate(file, 1_000);
  const cut = await ops(['verify-backup', name ?? ''], change);
  expect(cut.stderr).toContain('BACKUP_NOT_FOUND');
  // The same content under a manifest that was made to fit is stopped by the encryption.
  await writeFile(file, content);
  const path = join(damaged, 'dumps', `${name}.json`);
  const manifest = { ...JSON.parse(await readFile(path, 'utf8')) };
  manifest.sha256 = createHash('sha256').update(content).digest('hex');
  await writeFile(path, JSON.stringify(manifest));
  const forged = await ops(['verify-backup', name ?? ''], change);
  expect(forged.code).toBe(1);
  expect(forged.stderr).toContain('cannot be decrypted');
  expect(await databases()).toEqual(before);
  expect((await readdir(damaged)).filter((each) => each.startsWith('restore-'))).toEqual([]);
});

test('rows that were lost on the way are named', async () => {
  const lossy = join(folder, 'lossy');
  const other = join(folder, 'lossy-key.txt');
  const change = { BACKUP_DIR: lossy, BACKUP_S3_URL: '', BACKUP_KEY_FILE: other };
  const key = (await ops(['backup-key', other])).stdout.trim();
  const { stdout } = await ops(['backup'], { ...change, BACKUP_PUBLIC_KEY: key });
  const [name] = stdout.split(' ');
  const path = join(lossy, 'dumps', `${name}.json`);
  const manifest = JSON.parse(await readFile(path, 'utf8')) as DumpManifest;
  const totals = { rows: { ledger_accounts: '99' }, ledger: [] };
  const wrong = { ...manifest, totals: await sealText(key, JSON.stringify(totals)) };
  await writeFile(path, JSON.stringify(wrong));
  const { code, stdout: report } = await ops(['verify-backup'], change);
  expect(code).toBe(1);
  expect(report).toContain('FAILED    ledger_accounts: 99 rows in the backup, 4 after it was restored');
});

test('two at once: the second is refused and says who is at work', async () => {
  const lock = tryLock(join(folder, 'backups', 'backup.lock'));
  try {
    const { code, stderr } = await ops(['backup']);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`BACKUP_RUNNING: Process ${process.pid} `));
  } finally {
    if ('release' in lock) lock.release();
  }
});

test('a backup that cannot be sent away stays here, and the command fails', async () => {
  const { code, stderr } = await ops(['backup'], {
    BACKUP_DIR: join(folder, 'refused'),
    BACKUP_S3_SECRET_ACCESS_KEY: 'wrong',
  });
  expect(code).toBe(1);
  expect(stderr).toContain('SignatureDoesNotMatch');
  expect(await readdir(join(folder, 'refused', 'dumps'))).toHaveLength(2);
});

test('a database that does not answer leaves no half of a backup', async () => {
  const { code } = await ops(['backup'], {
    BACKUP_DIR: join(folder, 'none'),
    DATABASE_URL: urlOf('no_such_database'),
  });
  expect(code).toBe(1);
  expect(existsSync(join(folder, 'none', 'dumps'))).toBe(false);
});
