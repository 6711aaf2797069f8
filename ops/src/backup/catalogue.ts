import { createWriteStream, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { BackupError } from './errors.ts';
import { factsOf, writeWhole } from './files.ts';
import {
  type BackupKind,
  distrustManifest,
  FOLDERS,
  fileKey,
  isBackupName,
  type Manifest,
  manifestKey,
  parseManifest,
  readManifest,
} from './manifest.ts';
import type { RemoteStore } from './s3/remote-store.ts';

/** The backups of a kind that are whole on this machine, oldest first. */
export async function localBackups<K extends BackupKind>(
  directory: string,
  kind: K,
): Promise<Extract<Manifest, { kind: K }>[]> {
  const folder = join(directory, FOLDERS[kind]);
  const names = (await readdir(folder).catch(() => [])).sort();
  const manifests: Extract<Manifest, { kind: K }>[] = [];
  for (const name of names) {
    if (!name.endsWith('.json')) continue;
    const manifest = await readManifest(join(folder, name));
    const size = await stat(join(folder, manifest.file)).then(
      (file) => file.size,
      () => undefined,
    );
    if (size === manifest.bytes) manifests.push(manifest as Extract<Manifest, { kind: K }>);
  }
  return manifests;
}

/** The backups of a kind that are whole in the remote store, oldest first. */
export async function remoteBackups<K extends BackupKind>(
  remote: RemoteStore,
  kind: K,
): Promise<Extract<Manifest, { kind: K }>[]> {
  const keys = await remote.list(`${FOLDERS[kind]}/`);
  const manifests: Extract<Manifest, { kind: K }>[] = [];
  for (const key of keys) {
    if (!key.endsWith('.json')) continue;
    const body = await remote.get(key);
    if (body === undefined) continue;
    const manifest = parseManifest(await text(body), key);
    if (keys.includes(fileKey(manifest))) manifests.push(manifest as Extract<Manifest, { kind: K }>);
  }
  return manifests;
}

/** Here and remotely, oldest first; a backup that is in both places is named once. */
export async function allBackups<K extends BackupKind>(
  directory: string,
  remote: RemoteStore | undefined,
  kind: K,
): Promise<Extract<Manifest, { kind: K }>[]> {
  const local = await localBackups(directory, kind);
  const others = remote === undefined ? [] : await remoteBackups(remote, kind);
  const byName = new Map([...others, ...local].map((manifest) => [manifest.name, manifest]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * One backup by its name, or the newest.
 * @param trusted public halves of the keys that may have signed it; anything will do where there is none
 * @throws BackupError BACKUP_NOT_FOUND naming those that there are; BACKUP_UNTRUSTED naming the newest that would do
 */
export async function findBackup<K extends BackupKind>(
  directory: string,
  remote: RemoteStore | undefined,
  kind: K,
  name: string,
  trusted: readonly string[],
): Promise<Extract<Manifest, { kind: K }>> {
  const all = await allBackups(directory, remote, kind);
  const found = name === 'latest' ? all.at(-1) : all.find((each) => each.name === name);
  if (found !== undefined) {
    const reason = distrustManifest(found, trusted);
    if (reason === undefined) return found;
    const good = all.findLast((each) => distrustManifest(each, trusted) === undefined);
    throw new BackupError(
      'BACKUP_UNTRUSTED',
      `${found.name} ${reason}. ${good === undefined ? 'None is signed by a trusted key.' : `The newest that is signed by a trusted key is ${good.name}, as of ${good.startedAt}: name it to have that one.`}`,
    );
  }
  const known = all.length === 0 ? 'There is none' : `There are ${all.map((each) => each.name).join(', ')}`;
  const why = name === 'latest' || isBackupName(name) ? '' : ` ${name} is no name of one.`;
  throw new BackupError(
    'BACKUP_NOT_FOUND',
    `${known} in ${directory}${remote === undefined ? '' : ' and the remote store'}.${why}`,
  );
}

/**
 * The file of a backup on this machine, fetched from the remote store when it is not, and checked against its
 * manifest byte for byte.
 * @throws BackupError BACKUP_DAMAGED, BACKUP_NOT_FOUND
 */
export async function verifiedFile(
  directory: string,
  remote: RemoteStore | undefined,
  manifest: Manifest,
): Promise<string> {
  const path = join(directory, fileKey(manifest));
  if (!existsSync(path)) {
    const body = await remote?.get(fileKey(manifest));
    if (body === undefined) throw new BackupError('BACKUP_NOT_FOUND', `${manifest.file} is gone.`);
    await writeWhole(path, (draft) => pipeline(body, createWriteStream(draft, { mode: 0o600 })));
  }
  const { sha256, bytes } = await factsOf(path);
  if (sha256 !== manifest.sha256 || bytes !== manifest.bytes) {
    throw new BackupError(
      'BACKUP_DAMAGED',
      `${path} is not what was backed up: ${bytes} bytes with SHA-256 ${sha256}, where ${manifest.bytes} with ` +
        `${manifest.sha256} were written. Take another backup${remote === undefined ? '' : ', or remove the file to have it fetched anew'}.`,
    );
  }
  return path;
}

/** Sends a backup to the remote store, its manifest last. */
export async function upload(directory: string, remote: RemoteStore, manifest: Manifest): Promise<void> {
  await remote.put(fileKey(manifest), join(directory, fileKey(manifest)));
  await remote.put(manifestKey(manifest), join(directory, manifestKey(manifest)));
}
