import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { appendFile, chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { ROOT } from '../stack/root.ts';
import { allBackups, verifiedFile } from './catalogue.ts';
import { BackupError } from './errors.ts';
import { type BaseManifest, distrustManifest } from './manifest.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { unseal } from './sealing.ts';

export interface ClusterRequest {
  readonly directory: string;
  readonly remote: RemoteStore | undefined;
  readonly keyFile: string;
  readonly identities: readonly string[];
  /** Public halves: only what one of them signed is used; anything where there is none. */
  readonly trusted: readonly string[];
  /** The data folder to make: empty, or not there. */
  readonly into: string;
  /** The instant to go back to; undefined for as far as the archive leads. */
  readonly toTime: Date | undefined;
  readonly log: (line: string) => void;
}

/** The program that PostgreSQL runs for each file of the log, in a shell. */
export const OPS_PROGRAM = join(ROOT, 'ops/bin/charmbills-ops');

/**
 * Lays the base backup before an instant into a folder and tells PostgreSQL how to go on from there: started on the
 * folder, it fetches archived WAL, replays it up to the instant, and opens for work on a timeline of its own.
 * @throws BackupError FOLDER_NOT_EMPTY, BACKUP_NOT_FOUND, BACKUP_UNTRUSTED, BACKUP_DAMAGED
 */
export async function restoreCluster(request: ClusterRequest): Promise<BaseManifest> {
  const { directory, remote, identities, into } = request;
  if ((await readdir(into).catch(() => [])).length > 0) {
    throw new BackupError(
      'FOLDER_NOT_EMPTY',
      `${into} is not empty. Name an empty folder, or move that one away.`,
    );
  }
  const base = await baseBefore(request);
  const file = await verifiedFile(directory, remote, base);
  await mkdir(into, { recursive: true, mode: 0o700 });
  const tar = spawn('tar', ['--extract', '--file=-', `--directory=${into}`], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let words = '';
  tar.stderr.on('data', (chunk) => {
    words += chunk;
  });
  const unpacked = new Promise<void>((resolve, reject) => {
    tar.on('error', reject);
    tar.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new BackupError('BACKUP_DAMAGED', `tar ended with ${code}: ${words.trim()}`)),
    );
  });
  await Promise.all([
    pipeline(createReadStream(file), unseal(identities), createZstdDecompress(), tar.stdin),
    unpacked,
  ]);
  await prepareRecovery(request);
  return base;
}

/** An older one leads to the same instant, by more of the archive: what is not trusted is passed over. */
async function baseBefore(request: ClusterRequest): Promise<BaseManifest> {
  const { directory, remote, toTime, trusted, log } = request;
  const all = await allBackups(directory, remote, 'base');
  const bases = all.filter((each) => {
    const reason = distrustManifest(each, trusted);
    if (reason !== undefined) log(`${each.name} ${reason}: passed over`);
    return reason === undefined;
  });
  const base = bases.findLast(({ finishedAt }) => toTime === undefined || new Date(finishedAt) <= toTime);
  if (base !== undefined) return base;
  if (bases.length < all.length && bases.length === 0)
    throw new BackupError('BACKUP_UNTRUSTED', 'No base backup is signed by a trusted key.');
  const [first] = bases;
  throw new BackupError(
    'BACKUP_NOT_FOUND',
    first === undefined
      ? `There is no base backup in ${directory}. They are made by \`base-backup\`.`
      : `The first base backup, ${first.name}, ended at ${first.finishedAt}: earlier instants cannot be reached.`,
  );
}

async function prepareRecovery({ directory, keyFile, trusted, into, toTime }: ClusterRequest): Promise<void> {
  const command = [
    `BACKUP_DIR=${shellQuoted(directory)}`,
    `BACKUP_KEY_FILE=${shellQuoted(keyFile)}`,
    `BACKUP_TRUSTED_KEYS=${shellQuoted(trusted.join(','))}`,
    shellQuoted(OPS_PROGRAM),
    'restore-wal "%f" "%p"',
  ].join(' ');
  const settings: Record<string, string> = {
    restore_command: command,
    recovery_target_timeline: 'latest',
    recovery_target_action: 'promote',
    // The letter Z is a name of a zone, and those are not known yet where this is read.
    recovery_target_time: toTime?.toISOString().replace('Z', '+00') ?? '',
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  );
  await appendFile(join(into, 'postgresql.auto.conf'), lines.join(''));
  await writeFile(join(into, 'recovery.signal'), '', { mode: 0o600 });
  // Unpacked by root, the files belong to whom they belonged to; the folder and this file are to be theirs too.
  const { uid, gid } = await stat(join(into, 'PG_VERSION'));
  for (const path of [into, join(into, 'recovery.signal')]) await chown(path, uid, gid);
}

/** As one word of a POSIX shell; % is doubled for PostgreSQL. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;
}
