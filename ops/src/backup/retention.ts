import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localBackups, remoteBackups } from './catalogue.ts';
import { removeDrafts } from './files.ts';
import { type BackupKind, fileKey, type Manifest, manifestKey } from './manifest.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { localWal, remoteWal, walKeys, walNeededFrom } from './wal.ts';

const DAY_MS = 86_400_000;

/**
 * Which backups have been kept long enough. The newest whole one stays however old it is; of base backups so does
 * the newest from before the horizon, which leads to the first instants within it.
 * @param backups of one kind, oldest first
 */
export function expired<M extends Manifest>(backups: readonly M[], now: Date, keepDays: number): M[] {
  const horizon = now.getTime() - keepDays * DAY_MS;
  const old = backups.filter(({ finishedAt }) => Date.parse(finishedAt) < horizon);
  const leading = old.at(-1);
  return old.filter((each) => each !== backups.at(-1) && !(each === leading && each.kind === 'base'));
}

export interface RetentionRequest {
  readonly directory: string;
  readonly remote: RemoteStore | undefined;
  readonly keepDays: number;
  readonly now: Date;
  readonly log: (line: string) => void;
}

/** Removes what has been kept long enough, here and remotely; each place is judged by what is whole in it. */
export async function removeExpired(request: RetentionRequest): Promise<void> {
  // Segments are archived without the lock: only what is old has been left behind.
  await removeDrafts(join(request.directory, 'wal'), new Date(request.now.getTime() - DAY_MS));
  await removeFrom(request, 'here', {
    list: (kind) => localBackups(request.directory, kind),
    remove: (key) => rm(join(request.directory, key), { force: true }),
    wal: () => localWal(request.directory),
  });
  const { remote } = request;
  if (remote === undefined) return;
  await removeFrom(request, 'remotely', {
    list: (kind) => remoteBackups(remote, kind),
    remove: (key) => remote.delete(key),
    wal: () => remoteWal(remote),
  });
}

interface Place {
  list(kind: BackupKind): Promise<Manifest[]>;
  remove(key: string): Promise<void>;
  /** Names of archived segments. */
  wal(): Promise<string[]>;
}

async function removeFrom(
  { now, keepDays, log }: RetentionRequest,
  where: string,
  place: Place,
): Promise<void> {
  for (const kind of ['dump', 'base'] as const) {
    for (const manifest of expired(await place.list(kind), now, keepDays)) {
      // In this order: what has no manifest is no backup, and what is left of it is removed with the next.
      await place.remove(manifestKey(manifest));
      await place.remove(fileKey(manifest));
      log(`removed ${manifest.name} ${where}`);
    }
  }
  const bases = (await place.list('base')).flatMap((each) => (each.kind === 'base' ? [each] : []));
  const needed = walNeededFrom(bases);
  if (needed === undefined) return;
  let removed = 0;
  for (const segment of await place.wal()) {
    if (!needed(segment)) {
      const { sealed, hash } = walKeys(segment);
      await place.remove(sealed);
      await place.remove(hash);
      removed += 1;
    }
  }
  if (removed > 0) log(`removed ${removed} WAL segments ${where}`);
}
