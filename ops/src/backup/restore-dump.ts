import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findPostgresTools, startTool } from '../postgres-tools/index.ts';
import { verifiedFile } from './catalogue.ts';
import type { DumpManifest } from './manifest.ts';
import type { RemoteStore } from './s3/remote-store.ts';
import { unseal } from './sealing.ts';

export interface DumpSource {
  readonly directory: string;
  readonly remote: RemoteStore | undefined;
  readonly identities: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/**
 * Fills an empty database from a dump. The dump lies decrypted in a folder for its owner alone meanwhile, so that
 * several connections can read it.
 * @param target the database's connection string and the major version of its server
 * @throws BackupError BACKUP_DAMAGED, BACKUP_NOT_FOUND; ToolsError
 */
export async function fillFromDump(
  source: DumpSource,
  manifest: DumpManifest,
  target: { readonly url: string; readonly major: number },
): Promise<void> {
  const { directory, remote, identities } = source;
  const file = await verifiedFile(directory, remote, manifest);
  const tools = await findPostgresTools(Math.max(target.major, majorOf(manifest)), source);
  const folder = await mkdtemp(join(directory, 'restore-'));
  try {
    const plain = join(folder, 'plain.dump');
    await pipeline(createReadStream(file), unseal(identities), createWriteStream(plain, { mode: 0o600 }));
    const args = ['--exit-on-error', '--no-owner', `--jobs=${Math.max(2, availableParallelism())}`];
    const database = decodeURIComponent(new URL(target.url).pathname.slice(1));
    const restore = startTool(tools, 'pg_restore', [...args, `--dbname=${database}`, plain], target.url);
    restore.stdout.resume();
    await restore.done;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function majorOf({ postgres }: DumpManifest): number {
  return Number.parseInt(postgres, 10);
}
