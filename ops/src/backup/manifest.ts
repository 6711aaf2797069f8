import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from './errors.ts';
import { writeWhole } from './files.ts';
import { distrust, type Signature, type Signer } from './signing.ts';

/** What a folder of the store holds: logical dumps, or physical copies of the whole cluster. */
export type BackupKind = 'dump' | 'base';

interface Described {
  readonly format: 1;
  /** Such as dump-20261121T080000Z: kind and begin. */
  readonly name: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The encrypted file beside this one. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** What it is encrypted to. */
  readonly recipient: string;
  /** Major and minor version of the server. */
  readonly postgres: string;
  /** Vouches for everything else in here, the hash of the file included. */
  readonly signature?: Signature;
}

/** A dump of one database as of one instant. */
export interface DumpManifest extends Described {
  readonly kind: 'dump';
  readonly database: string;
  /** How the database orders and encodes text, for the one that it is restored into. */
  readonly locale: DatabaseLocale;
  /** The newest migration it carries. */
  readonly migration: string | null;
  /** Totals of the same instant (see totals.repository.ts), encrypted: they are business figures. */
  readonly totals: string;
}

export interface DatabaseLocale {
  readonly encoding: string;
  /** libc, icu or builtin. */
  readonly provider: string;
  readonly collate: string;
  readonly ctype: string;
  /** The locale of icu or builtin. */
  readonly locale: string | null;
}

/** A copy of the cluster's files, from which archived WAL leads on. */
export interface BaseManifest extends Described {
  readonly kind: 'base';
  /** WAL from this segment on is needed with it. */
  readonly firstWal: string;
}

export type Manifest = DumpManifest | BaseManifest;

export const FOLDERS: Readonly<Record<BackupKind, string>> = { dump: 'dumps', base: 'base' };

const NAME = /^(dump|base)-\d{8}T\d{6}Z$/;

/** The name of a backup that begins now. */
export function backupName(kind: BackupKind, now: Date): string {
  return `${kind}-${now.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')}`;
}

export function isBackupName(text: string): boolean {
  return NAME.test(text);
}

/** The path of a manifest below the store, here and remotely. */
export function manifestKey({ kind, name }: Pick<Manifest, 'kind' | 'name'>): string {
  return `${FOLDERS[kind]}/${name}.json`;
}

/** The path of a backup's file below the store, here and remotely. */
export function fileKey({ kind, file }: Pick<Manifest, 'kind' | 'file'>): string {
  return `${FOLDERS[kind]}/${file}`;
}

/** The manifest with the signature of whoever makes it, where there is somebody who signs. */
export function signed<M extends Manifest>(manifest: M, signer: Signer | undefined): M {
  return signer === undefined ? manifest : { ...manifest, signature: signer.sign(signedText(manifest)) };
}

/**
 * Why a backup is not to be relied on, in words that go on from its name; undefined when a trusted key signed it.
 * @param trusted public halves; where there is none, everything is relied on
 */
export function distrustManifest(manifest: Manifest, trusted: readonly string[]): string | undefined {
  return trusted.length === 0 ? undefined : distrust(signedText(manifest), manifest.signature, trusted);
}

/** What is signed: everything but the signature, in one form however the file is laid out. */
function signedText({ signature, ...content }: Manifest): string {
  return `charmbills backup manifest\n${JSON.stringify(content, (_, value: unknown) => sorted(value))}`;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Written last: a backup is there when its manifest is. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  await writeWhole(join(directory, manifestKey(manifest)), (draft) =>
    writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 }),
  );
}

/** @throws BackupError BACKUP_DAMAGED */
export async function readManifest(path: string): Promise<Manifest> {
  return parseManifest(await readFile(path, 'utf8'), path);
}

/** @throws BackupError BACKUP_DAMAGED */
export function parseManifest(text: string, path: string): Manifest {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text) as Manifest;
  } catch (cause) {
    throw new BackupError('BACKUP_DAMAGED', `${path} is no manifest.`, cause);
  }
  const { format, kind, name, file, sha256, bytes } = manifest;
  const whole =
    format === 1 &&
    Object.hasOwn(FOLDERS, kind) &&
    isBackupName(name) &&
    file.startsWith(name) &&
    !file.includes('/') &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(bytes);
  if (!whole) throw new BackupError('BACKUP_DAMAGED', `${path} is no manifest of this version.`);
  return manifest;
}
