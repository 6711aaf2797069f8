import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { findPostgresTools, startTool } from '../postgres-tools/index.ts';
import { measuring, removeDrafts, writeWhole } from './files.ts';
import { backupName, type DumpManifest, FOLDERS, fileKey, signed, writeManifest } from './manifest.ts';
import { seal, sealText } from './sealing.ts';
import type { Signer } from './signing.ts';
import { readDatabaseFacts, readTotals } from './totals.repository.ts';

export interface DumpRequest {
  readonly url: string;
  readonly directory: string;
  readonly recipient: string;
  /** Who signs it, if anybody. */
  readonly signer: Signer | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/**
 * Dumps a database as of one instant, in pg_dump's custom format, encrypted while it is written: no plain text
 * touches the disk. The totals of the same instant go into the manifest, for whoever restores it. The caller holds
 * the lock.
 * @throws ToolsError, BackupError
 */
export async function createDump(request: DumpRequest): Promise<DumpManifest> {
  const { url, directory, recipient, signer, now } = request;
  const encrypt = seal(recipient);
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('SET idle_in_transaction_session_timeout = 0');
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    const snapshot = rows[0]?.snapshot ?? '';
    const facts = await readDatabaseFacts(client);
    const tools = await findPostgresTools(facts.major, request);
    const startedAt = now();
    const name = backupName('dump', startedAt);
    const file = `${name}.dump.age`;
    await removeDrafts(join(directory, FOLDERS.dump));
    const { stage, facts: fileFacts } = measuring();
    await writeWhole(join(directory, fileKey({ kind: 'dump', file })), async (draft) => {
      const compression = tools.major >= 16 ? ['--compress=zstd:3'] : [];
      const dump = startTool(
        tools,
        'pg_dump',
        ['--format=custom', `--snapshot=${snapshot}`, ...compression],
        url,
      );
      await pipeline(dump.stdout, encrypt, stage, createWriteStream(draft, { mode: 0o600 }));
      await dump.done;
    });
    const totals = await readTotals(client);
    const content: DumpManifest = {
      format: 1,
      kind: 'dump',
      name,
      startedAt: startedAt.toISOString(),
      finishedAt: now().toISOString(),
      file,
      ...fileFacts(),
      recipient,
      postgres: facts.version,
      database: facts.database,
      locale: facts.locale,
      migration: facts.migration,
      totals: await sealText(recipient, JSON.stringify(totals)),
    };
    const manifest = signed(content, signer);
    await writeManifest(directory, manifest);
    return manifest;
  } finally {
    await client.end();
  }
}
