import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DumpManifest, distrustManifest, signed } from './manifest.ts';
import { backupSettingsOf } from './settings.ts';
import { createSigningKey, distrust, readSigner, type Signer } from './signing.ts';
import { distrustWal, readWalRecord, walRecord } from './wal.ts';

const manifest: DumpManifest = {
  format: 1,
  kind: 'dump',
  name: 'dump-20260301T020000Z',
  startedAt: '2026-03-01T02:00:00.000Z',
  finishedAt: '2026-03-01T02:01:00.000Z',
  file: 'dump-20260301T020000Z.dump.age',
  bytes: 1_000,
  sha256: 'a'.repeat(64),
  recipient: 'age1',
  postgres: '18.4',
  database: 'charmbills',
  locale: { encoding: 'UTF8', provider: 'libc', collate: 'C', ctype: 'C', locale: null },
  migration: null,
  totals: '',
};

let folder: string;
let signer: Signer;
let other: Signer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-signing-'));
  [signer, other] = [await keyOf('one'), await keyOf('two')];
});
afterEach(() => rm(folder, { recursive: true }));

async function keyOf(name: string): Promise<Signer> {
  await createSigningKey(join(folder, name));
  const read = await readSigner(join(folder, name));
  if (read === undefined) throw new Error('no signer');
  return read;
}

test('the key is for its owner alone, is never overwritten, and has one public half', async () => {
  expect((await stat(join(folder, 'one'))).mode & 0o777).toBe(0o600);
  await expect(createSigningKey(join(folder, 'one'))).rejects.toThrow('BACKUP_KEY_INVALID');
  expect(signer.publicKey).toMatch(/^ed25519:[\w-]{43}$/);
  expect((await readSigner(join(folder, 'one')))?.publicKey).toBe(signer.publicKey);
  expect(await readFile(join(folder, 'one'), 'utf8')).toContain('BEGIN PRIVATE KEY');
});

test('what is no such key, or is not there, is refused; where none is named nobody signs', async () => {
  expect(await readSigner(undefined)).toBeUndefined();
  await expect(readSigner(join(folder, 'none'))).rejects.toThrow('BACKUP_KEY_MISSING');
  await writeFile(join(folder, 'empty'), '');
  await expect(readSigner(join(folder, 'empty'))).rejects.toThrow('BACKUP_KEY_INVALID');
  expect(() => backupSettingsOf({ BACKUP_TRUSTED_KEYS: 'ed25519:short' })).toThrow('SETTING_INVALID');
  expect(
    backupSettingsOf({ BACKUP_TRUSTED_KEYS: `${signer.publicKey}, ${other.publicKey}` }).trustedKeys,
  ).toEqual([signer.publicKey, other.publicKey]);
});

test('a signed manifest is relied on however its file is laid out', () => {
  const whole = signed(manifest, signer);
  const turned = Object.fromEntries(Object.entries(whole).reverse()) as unknown as DumpManifest;
  for (const each of [whole, turned, JSON.parse(JSON.stringify(whole, null, 4)) as DumpManifest])
    expect(distrustManifest(each, [other.publicKey, signer.publicKey])).toBeUndefined();
  expect(distrustManifest(manifest, [])).toBeUndefined();
});

test.each(Object.keys(manifest) as (keyof DumpManifest)[])(
  'a manifest with another %s is found out',
  (field) => {
    const whole = signed(manifest, signer);
    expect(distrustManifest({ ...whole, [field]: 'other' }, [signer.publicKey])).toMatch(/altered/);
    const { [field]: _, ...without } = whole;
    expect(distrustManifest(without as DumpManifest, [signer.publicKey])).toMatch(/altered/);
  },
);

test('a locale that was altered deep inside, or a field that was added, is found out', () => {
  const whole = signed(manifest, signer);
  const deep = { ...whole, locale: { ...manifest.locale, collate: 'X' } };
  expect(distrustManifest(deep, [signer.publicKey])).toMatch(/altered/);
  expect(distrustManifest({ ...whole, more: 1 } as DumpManifest, [signer.publicKey])).toMatch(/altered/);
});

test('no signature, one of somebody else, or one that lies about its key: none is relied on', () => {
  const trusted = [signer.publicKey];
  expect(distrust('text', undefined, trusted)).toBe('is not signed');
  expect(distrust('text', other.sign('text'), trusted)).toMatch(/does not name/);
  expect(distrust('text', { ...other.sign('text'), key: signer.publicKey }, trusted)).toMatch(/altered/);
  expect(distrust('text', { key: signer.publicKey, value: '' }, trusted)).toMatch(/altered/);
  expect(distrust('other text', signer.sign('text'), trusted)).toMatch(/altered/);
  expect(distrust('text', signer.sign('text'), trusted)).toBeUndefined();
});

test('a segment is signed by its name and content, and its record is readable without a signature', () => {
  const trusted = [signer.publicKey];
  const name = '0000000100000000000000AA';
  const sha256 = 'b'.repeat(64);
  const record = walRecord(name, sha256, signer);
  expect(readWalRecord(record).sha256).toBe(sha256);
  expect(readWalRecord(walRecord(name, sha256, undefined))).toEqual({ sha256, signature: undefined });
  expect(distrustWal(name, sha256, record, trusted)).toBeUndefined();
  expect(distrustWal(name, 'c'.repeat(64), record, trusted)).toMatch(/altered/);
  expect(distrustWal(name.replace('AA', 'AB'), sha256, record, trusted)).toMatch(/altered/);
  for (const unsigned of [undefined, `${sha256}\n`, walRecord(name, sha256, undefined)])
    expect(distrustWal(name, sha256, unsigned, trusted)).toBe('is not signed');
});
