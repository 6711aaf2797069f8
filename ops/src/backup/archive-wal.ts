import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { BackupError } from './errors.ts';
import { factsOf, writeWhole } from './files.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { seal } from './sealing.ts';
import type { Signer } from './signing.ts';
import { isWalName, readWalRecord, walKeys, walRecord } from './wal.ts';

export interface ArchiveRequest {
  /** The file that PostgreSQL names with %p. */
  readonly path: string;
  readonly directory: string;
  readonly recipient: string;
  /** Who signs it, if anybody. */
  readonly signer: Signer | undefined;
  readonly remote: RemoteStore | undefined;
}

/**
 * Keeps one file of the write-ahead log, encrypted and on disk, and sent to the remote store where there is one. To be
 * PostgreSQL's archive_command: it says so when all of that is done, and until then PostgreSQL keeps its copy and
 * asks again. Asked again with the same content it does nothing; other content under a name that is taken is
 * refused, because it is another cluster's.
 * @throws BackupError ARCHIVE_CONFLICT, REMOTE_FAILED, SETTING_INVALID
 */
export async function archiveWal(request: ArchiveRequest): Promise<'archived' | 'already archived'> {
  const { path, directory, recipient, signer, remote } = request;
  const name = basename(path);
  if (!isWalName(name))
    throw new BackupError('SETTING_INVALID', `${name} is no file of the write-ahead log.`);
  const { sha256 } = await factsOf(path);
  const keys = walKeys(name);
  const here = await archivedHash(directory, name);
  if (here !== undefined) refuseOther(name, directory, here, sha256);
  if (here === undefined) {
    // The hash first: an encrypted file always has the hash of its content beside it.
    await writeWhole(join(directory, keys.hash), (draft) =>
      writeFile(draft, walRecord(name, sha256, signer), { mode: 0o600 }),
    );
    await writeWhole(join(directory, keys.sealed), (draft) =>
      pipeline(
        createReadStream(path),
        createZstdCompress(),
        seal(recipient),
        createWriteStream(draft, { mode: 0o600 }),
      ),
    );
  }
  if (remote === undefined) return here === undefined ? 'archived' : 'already archived';
  const there = await remoteHash(remote, name);
  if (there !== undefined) refuseOther(name, 'the remote store', there, sha256);
  await remote.put(keys.sealed, join(directory, keys.sealed));
  await remote.put(keys.hash, join(directory, keys.hash));
  return here === undefined ? 'archived' : 'already archived';
}

async function archivedHash(directory: string, name: string): Promise<string | undefined> {
  const { sealed, hash } = walKeys(name);
  const there = await stat(join(directory, sealed)).catch(() => undefined);
  return there === undefined
    ? undefined
    : readWalRecord(await readFile(join(directory, hash), 'utf8')).sha256;
}

async function remoteHash(remote: RemoteStore, name: string): Promise<string | undefined> {
  const body = await remote.get(walKeys(name).hash);
  return body === undefined ? undefined : readWalRecord(await text(body)).sha256;
}

function refuseOther(name: string, where: string, archived: string, sha256: string): void {
  if (archived === sha256) return;
  throw new BackupError(
    'ARCHIVE_CONFLICT',
    `${where} holds another ${name} already: it is the archive of another cluster. Give this one a BACKUP_DIR and ` +
      'a prefix in BACKUP_S3_URL of its own, and make a base backup there.',
  );
}
