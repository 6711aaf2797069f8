import { createWriteStream } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { BackupError } from './errors.ts';
import { measuring, writeWhole } from './files.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { unseal } from './sealing.ts';
import { distrustWal, isWalName, walKeys } from './wal.ts';

export interface RestoreWalRequest {
  /** What PostgreSQL names with %f. */
  readonly name: string;
  /** Where PostgreSQL wants it: %p. */
  readonly target: string;
  readonly directory: string;
  readonly remote: RemoteStore | undefined;
  readonly identities: readonly string[];
  /** Public halves: only what one of them signed is given; anything where there is none. */
  readonly trusted: readonly string[];
}

/**
 * Brings one file of the write-ahead log back, from here or the remote store. False when it is in neither: where
 * the archive ends.
 * @throws BackupError BACKUP_DAMAGED, BACKUP_UNTRUSTED, REMOTE_FAILED: recovery has to stop, not to take it for the end
 */
export async function restoreWal(request: RestoreWalRequest): Promise<boolean> {
  const { name, target, identities, trusted } = request;
  if (!isWalName(name))
    throw new BackupError('SETTING_INVALID', `${name} is no file of the write-ahead log.`);
  const sealed = await openSealed(request);
  if (sealed === undefined) return false;
  const { stage, facts } = measuring();
  await writeWhole(target, async (draft) => {
    const file = createWriteStream(draft, { mode: 0o600 });
    await pipeline(sealed.content, unseal(identities), createZstdDecompress(), stage, file);
    if (trusted.length === 0) return;
    const reason = distrustWal(name, facts().sha256, await sealed.record(), trusted);
    if (reason !== undefined) throw new BackupError('BACKUP_UNTRUSTED', `${name} ${reason}.`);
  });
  return true;
}

interface SealedWal {
  readonly content: Readable;
  /** What lies beside it in the same place. */
  record(): Promise<string | undefined>;
}

async function openSealed({ name, directory, remote }: RestoreWalRequest): Promise<SealedWal | undefined> {
  const { sealed, hash } = walKeys(name);
  let file: FileHandle;
  try {
    file = await open(join(directory, sealed));
  } catch (error) {
    // Anything but an absent file is trouble, not the end of the archive.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const content = await remote?.get(sealed);
    if (remote === undefined || content === undefined) return undefined;
    return {
      content,
      async record() {
        const body = await remote.get(hash);
        return body && text(body);
      },
    };
  }
  return {
    content: file.createReadStream(),
    record: () => readFile(join(directory, hash), 'utf8').catch(() => undefined),
  };
}
