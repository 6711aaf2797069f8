import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { BackupError } from './errors.ts';
import { writeWhole } from './files.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { unseal } from './sealing.ts';
import { isWalName, walKeys } from './wal.ts';

export interface RestoreWalRequest {
  /** What PostgreSQL names with %f. */
  readonly name: string;
  /** Where PostgreSQL wants it: %p. */
  readonly target: string;
  readonly directory: string;
  readonly remote: RemoteStore | undefined;
  readonly identities: readonly string[];
}

/**
 * Brings one file of the write-ahead log back, from here or the remote store. False when it is in neither: where
 * the archive ends.
 * @throws BackupError BACKUP_DAMAGED, REMOTE_FAILED: recovery has to stop, not to take it for the end
 */
export async function restoreWal(request: RestoreWalRequest): Promise<boolean> {
  const { name, target, identities } = request;
  if (!isWalName(name))
    throw new BackupError('SETTING_INVALID', `${name} is no file of the write-ahead log.`);
  const sealed = await openSealed(request);
  if (sealed === undefined) return false;
  await writeWhole(target, (draft) =>
    pipeline(sealed, unseal(identities), createZstdDecompress(), createWriteStream(draft, { mode: 0o600 })),
  );
  return true;
}

async function openSealed({ name, directory, remote }: RestoreWalRequest): Promise<Readable | undefined> {
  const { sealed } = walKeys(name);
  let file: FileHandle;
  try {
    file = await open(join(directory, sealed));
  } catch (error) {
    // Anything but an absent file is trouble, not the end of the archive.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return remote?.get(sealed);
  }
  return file.createReadStream();
}
