import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runOps } from '../cli/testing.ts';
import type { Finding } from '../doctor/finding.ts';
import type { DumpManifest } from './manifest.ts';
import { urlOfDatabase, withClient } from './server.repository.ts';

let source: TestDatabase;
let folder: string;
let env: Record<string, string>;
/** The backup that was properly made. */
let genuine: string;

const ops = (args: readonly string[], change: Record<string, string> = {}) =>
  runOps(args, { ...env, ...change });
const manifestOf = (name: string) => join(env.BACKUP_DIR ?? '', 'dumps', `${name}.json`);

/** A backup of somebody who can write to the store and knows the public half of its key; later than all others. */
async function planted(change: Record<string, string>): Promise<string> {
  const { code, stdout } = await ops(['backup'], change);
  expect(code).toBe(0);
  return stdout.split(' ')[0] ?? '';
}

async function removeBackup(name: string): Promise<void> {
  await rm(manifestOf(name));
  await rm(manifestOf(name).replace('.json', '.dump.age'));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-signed-'));
  source = await createTestDatabase();
  const file = (name: string) => join(folder, name);
  env = {
    DATABASE_URL: source.url,
    BACKUP_DIR: file('backups'),
    BACKUP_KEY_FILE: file('key'),
    BACKUP_S3_URL: '',
    BACKUP_PUBLIC_KEY: (await runOps(['backup-key', file('key')])).stdout.trim(),
    BACKUP_SIGNING_KEY_FILE: file('signing-key'),
    BACKUP_TRUSTED_KEYS: (await runOps(['backup-key', '--signing', file('signing-key')])).stdout.trim(),
  };
  genuine = await planted({});
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

test('what the trusted key signed is verified and restored', async () => {
  expect(env.BACKUP_TRUSTED_KEYS).toMatch(/^ed25519:[\w-]{43}$/);
  const verified = await ops(['verify-backup']);
  expect([verified.code, verified.stderr]).toEqual([0, '']);
  const name = `restored_${source.name}`;
  const restored = await ops(['restore'], { DATABASE_URL: urlOfDatabase(source.url, name) });
  expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining(genuine)]);
  await withClient(source.url, (client) => client.query(`DROP DATABASE "${name}"`));
});

test('an unsigned backup in its place is refused by name and as the newest, and changes nothing', async () => {
  const unsigned = await planted({ BACKUP_SIGNING_KEY_FILE: '' });
  const url = urlOfDatabase(source.url, `never_${source.name}`);
  for (const args of [['verify-backup'], ['restore'], ['restore', unsigned]]) {
    const { code, stdout, stderr } = await ops(args, { DATABASE_URL: url });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`BACKUP_UNTRUSTED: ${unsigned} is not signed.*is ${genuine}`));
  }
  const { rows } = await withClient(source.url, (client) =>
    client.query('SELECT FROM pg_database WHERE datname LIKE $1', [`never_${source.name}%`]),
  );
  expect(rows).toEqual([]);
  expect((await ops(['verify-backup', genuine])).code).toBe(0);
  // Where no key is trusted by name, whatever can be decrypted will do.
  expect((await ops(['verify-backup', unsigned], { BACKUP_TRUSTED_KEYS: '' })).code).toBe(0);
  await removeBackup(unsigned);
});

test('a key of one’s own, or the name of the trusted one over it, helps nobody', async () => {
  const own = join(folder, 'own-key');
  const publicKey = (await ops(['backup-key', '--signing', own])).stdout.trim();
  const forged = await planted({ BACKUP_SIGNING_KEY_FILE: own });
  const refused = await ops(['restore', forged]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`signed by ${publicKey}`)]);
  const manifest = JSON.parse(await readFile(manifestOf(forged), 'utf8')) as DumpManifest;
  const signature = { ...manifest.signature, key: env.BACKUP_TRUSTED_KEYS };
  await writeFile(manifestOf(forged), JSON.stringify({ ...manifest, signature }));
  const lying = await ops(['restore', forged]);
  expect([lying.code, lying.stderr]).toEqual([1, expect.stringContaining('somebody has altered it')]);
  expect((await ops(['verify-backup', forged], { BACKUP_TRUSTED_KEYS: publicKey })).code).toBe(1);
  await removeBackup(forged);
});

test('other content under a genuine manifest is refused, with its hash made to fit or not', async () => {
  const text = await readFile(manifestOf(genuine), 'utf8');
  const path = manifestOf(genuine).replace('.json', '.dump.age');
  const content = await readFile(path);
  const other = Buffer.from(content);
  other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
  await writeFile(path, other);
  expect((await ops(['verify-backup', genuine])).stderr).toContain('BACKUP_DAMAGED');
  const sha256 = createHash('sha256').update(other).digest('hex');
  await writeFile(manifestOf(genuine), JSON.stringify({ ...JSON.parse(text), sha256 }));
  expect((await ops(['verify-backup', genuine])).stderr).toContain('BACKUP_UNTRUSTED');
  await writeFile(path, content);
  await writeFile(manifestOf(genuine), text);
});

test('a segment of the log is given back only as it was signed, and otherwise stops recovery', async () => {
  const names = ['0000000100000000000000AA', '0000000100000000000000AB'];
  for (const name of names) {
    await writeFile(join(folder, name), `content of ${name}`);
    expect((await ops(['archive-wal', join(folder, name)])).code).toBe(0);
  }
  const [first = '', second = ''] = names;
  const wal = (file: string) => join(env.BACKUP_DIR ?? '', 'wal', file);
  const target = join(folder, 'back');
  const restored = () => ops(['restore-wal', second, target]);
  expect((await restored()).code).toBe(0);
  expect(await readFile(target, 'utf8')).toBe(`content of ${second}`);
  await rm(target);
  const record = await readFile(wal(`${second}.sha256`), 'utf8');
  // The content of another one, with the record of this one and with its own.
  await writeFile(wal(`${second}.zst.age`), await readFile(wal(`${first}.zst.age`)));
  for (const each of [record, await readFile(wal(`${first}.sha256`), 'utf8'), `${record.split('\n')[0]}\n`]) {
    await writeFile(wal(`${second}.sha256`), each);
    const { code, stderr } = await restored();
    expect([code, stderr]).toEqual([200, expect.stringContaining('BACKUP_UNTRUSTED')]);
  }
  await rm(wal(`${second}.sha256`));
  expect((await restored()).code).toBe(200);
  expect(existsSync(target)).toBe(false);
  expect((await ops(['restore-wal', '0000000100000000000000AC', target])).code).toBe(1);
});

test('no backup is made where its signature cannot be', async () => {
  const before = await readdir(join(env.BACKUP_DIR ?? '', 'dumps'));
  const { code, stderr } = await ops(['backup'], { BACKUP_SIGNING_KEY_FILE: join(folder, 'none') });
  expect([code, stderr]).toEqual([1, expect.stringContaining('BACKUP_KEY_MISSING')]);
  expect((await ops(['backup'], { BACKUP_SIGNING_KEY_FILE: join(folder, 'key') })).stderr).toContain(
    'BACKUP_KEY_INVALID',
  );
  expect(await readdir(join(env.BACKUP_DIR ?? '', 'dumps'))).toEqual(before);
});

test('the doctor tells what is signed, what would be refused, and what would be taken', async () => {
  const examine = async (change: Record<string, string> = {}) => {
    const { stdout } = await ops(['doctor', '--json'], change);
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    return (subject: string) => findings.findLast((each) => each.subject === subject);
  };
  const sound = await examine();
  expect(sound('BACKUP_SIGNING_KEY_FILE')).toMatchObject({
    level: 'ok',
    says: expect.stringContaining(env.BACKUP_TRUSTED_KEYS ?? ''),
  });
  expect(sound('BACKUP_TRUSTED_KEYS')).toBeUndefined();
  expect((await examine({ BACKUP_SIGNING_KEY_FILE: '' }))('BACKUP_SIGNING_KEY_FILE')?.level).toBe('warning');
  expect((await examine({ BACKUP_TRUSTED_KEYS: '' }))('BACKUP_TRUSTED_KEYS')).toMatchObject({
    level: 'warning',
    remedy: expect.stringContaining(env.BACKUP_TRUSTED_KEYS ?? ''),
  });
  const stranger = (await ops(['backup-key', '--signing', join(folder, 'stranger')])).stdout.trim();
  const strange = await examine({ BACKUP_TRUSTED_KEYS: stranger });
  expect(strange('BACKUP_TRUSTED_KEYS')?.level).toBe('problem');
  expect(strange(genuine)).toMatchObject({
    level: 'problem',
    says: expect.stringContaining('does not name'),
  });
});
