import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import pg from 'pg';
import { findPostgresTools, startTool } from '../postgres-tools/index.ts';
import type { DumpRequest } from './create-dump.ts';
import { measuring, removeDrafts, writeWhole } from './files.ts';
import { type BaseManifest, backupName, FOLDERS, fileKey, signed, writeManifest } from './manifest.ts';
import { seal } from './sealing.ts';
import { readDatabaseFacts } from './totals.repository.ts';

/**
 * Copies the files of the whole cluster while it works, with the WAL that makes the copy consistent, compressed and
 * encrypted while it is written. The role of the connection needs REPLICATION. The caller holds the lock.
 * @throws ToolsError, BackupError
 */
export async function createBase(request: DumpRequest): Promise<BaseManifest> {
  const { url, directory, recipient, signer, now } = request;
  const encrypt = seal(recipient);
  const client = new pg.Client(url);
  await client.connect();
  const { version, major, firstWal } = await readCluster(client).finally(() => client.end());
  const tools = await findPostgresTools(major, request);
  const startedAt = now();
  const name = backupName('base', startedAt);
  const file = `${name}.tar.zst.age`;
  await removeDrafts(join(directory, FOLDERS.base));
  const { stage, facts } = measuring();
  await writeWhole(join(directory, fileKey({ kind: 'base', file })), async (draft) => {
    const args = ['--pgdata=-', '--format=tar', '--wal-method=fetch', '--checkpoint=fast'];
    const copy = startTool(tools, 'pg_basebackup', args, url);
    await pipeline(
      copy.stdout,
      createZstdCompress(),
      encrypt,
      stage,
      createWriteStream(draft, { mode: 0o600 }),
    );
    await copy.done;
  });
  const content: BaseManifest = {
    format: 1,
    kind: 'base',
    name,
    startedAt: startedAt.toISOString(),
    finishedAt: now().toISOString(),
    file,
    ...facts(),
    recipient,
    postgres: version,
    firstWal,
  };
  const manifest = signed(content, signer);
  await writeManifest(directory, manifest);
  return manifest;
}

async function readCluster(client: pg.Client): Promise<{ version: string; major: number; firstWal: string }> {
  const { version, major } = await readDatabaseFacts(client);
  const { rows } = await client.query<{ segment: string }>(
    'SELECT pg_walfile_name(pg_current_wal_lsn()) AS segment',
  );
  return { version, major, firstWal: rows[0]?.segment ?? '' };
}
