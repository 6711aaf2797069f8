import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseManifest } from './manifest.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { distrust, type Signature, type Signer } from './signing.ts';

const FOLDER = 'wal';
const SUFFIX = '.zst.age';

/** Where a file of the archive lies below the store, encrypted, and beside it the record of what it decrypts to. */
export function walKeys(name: string): { readonly sealed: string; readonly hash: string } {
  return { sealed: `${FOLDER}/${name}${SUFFIX}`, hash: `${FOLDER}/${name}.sha256` };
}

/** Segments, timeline histories, backup labels: everything PostgreSQL archives, and nothing that leaves the folder. */
const ARCHIVED = /^(?:[0-9A-F]{24}(?:\.[0-9A-F]{8}\.backup|\.partial)?|[0-9A-F]{8}\.history)$/;

export function isWalName(name: string): boolean {
  return ARCHIVED.test(name);
}

/** The record of a file of the archive: the hash of its content and, where somebody signs, who vouches for it. */
export function walRecord(name: string, sha256: string, signer: Signer | undefined): string {
  if (signer === undefined) return `${sha256}\n`;
  const { key, value } = signer.sign(signedText(name, sha256));
  return `${sha256}\n${key} ${value}\n`;
}

export function readWalRecord(record: string): {
  readonly sha256: string;
  readonly signature: Signature | undefined;
} {
  const [sha256 = '', line = ''] = record.split('\n');
  const [key, value] = line.split(' ');
  return {
    sha256: sha256.trim(),
    signature: key === undefined || value === undefined ? undefined : { key, value },
  };
}

/** Why content of that hash is not to be relied on as the file of that name; undefined when a trusted key signed it. */
export function distrustWal(
  name: string,
  sha256: string,
  record: string | undefined,
  trusted: readonly string[],
): string | undefined {
  const signature = record === undefined ? undefined : readWalRecord(record).signature;
  return distrust(signedText(name, sha256), signature, trusted);
}

function signedText(name: string, sha256: string): string {
  return `charmbills archived wal\n${name}\n${sha256}`;
}

/** Names of what is archived here. */
export async function localWal(directory: string): Promise<string[]> {
  return namesIn(await readdir(join(directory, FOLDER)).catch(() => []));
}

/** Names of what is archived in the remote store. */
export async function remoteWal(remote: RemoteStore): Promise<string[]> {
  return namesIn((await remote.list(`${FOLDER}/`)).map((key) => key.slice(FOLDER.length + 1)));
}

function namesIn(files: readonly string[]): string[] {
  return files.flatMap((file) => (file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : [])).sort();
}

/** The place in the stream of WAL, without the timeline. */
function position(name: string): string | undefined {
  return /^[0-9A-F]{8}([0-9A-F]{16})/.exec(name)?.[1];
}

/**
 * Tells whether a file of the archive is still needed with one of these base backups; undefined without any, when
 * nothing can be said. Timeline histories are always needed.
 */
export function walNeededFrom(bases: readonly BaseManifest[]): ((name: string) => boolean) | undefined {
  const first = bases.map(({ firstWal }) => position(firstWal) ?? '').sort()[0];
  if (first === undefined) return undefined;
  return (name) => (position(name) ?? 'history') >= first;
}
