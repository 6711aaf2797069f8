import { checkRestored, type RestoredCheck } from './check-restored.ts';
import { BackupError } from './errors.ts';
import type { DumpManifest } from './manifest.ts';
import { type DumpSource, fillFromDump } from './restore-dump.ts';
import {
  countTables,
  createLike,
  databaseExists,
  databaseIn,
  dropDatabase,
  renameDatabase,
  serverMajor,
  urlOfDatabase,
  withClient,
} from './server.repository.ts';

export interface RestoreRequest {
  /** The database to have back. */
  readonly url: string;
  /** Puts it in the place of a database that holds something, which is kept under another name. */
  readonly force: boolean;
  readonly now: Date;
}

export interface Restored extends RestoredCheck {
  /** The name under which the database that was there is kept. */
  readonly kept: string | undefined;
}

/** The database of every server that one connects to in order to create others. */
const MAINTENANCE = 'postgres';

/**
 * Has a database back as it was backed up. It is filled and checked under another name and takes its place last: up
 * to then nothing has happened to what is there, and after it the old one is still there under another name.
 * @throws BackupError DATABASE_NOT_EMPTY, BACKUP_DAMAGED when what was restored is not what was backed up
 */
export async function restoreDatabase(
  source: DumpSource,
  manifest: DumpManifest,
  { url, force, now }: RestoreRequest,
): Promise<Restored> {
  const name = databaseIn(url);
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return withClient(urlOfDatabase(url, MAINTENANCE), async (client) => {
    const major = await serverMajor(client);
    const tables = (await databaseExists(client, name)) ? await withClient(url, countTables) : undefined;
    if (tables !== undefined && tables > 0 && !force) {
      throw new BackupError(
        'DATABASE_NOT_EMPTY',
        `${name} holds ${tables} tables. Stop the product, then use --force: what is there is kept under another name.`,
      );
    }
    const draft = `${name}_restoring_${stamp}`;
    const draftUrl = urlOfDatabase(url, draft);
    await createLike(client, draft, manifest);
    try {
      await fillFromDump(source, manifest, { url: draftUrl, major });
      const check = await checkRestored(draftUrl, manifest, source.identities);
      if (check.problems.length > 0) {
        throw new BackupError(
          'BACKUP_DAMAGED',
          `What was restored differs:\n  ${check.problems.join('\n  ')}`,
        );
      }
      let kept: string | undefined;
      if (tables === 0) await dropDatabase(client, name);
      else if (tables !== undefined) {
        kept = `${name}_replaced_${stamp}`;
        await renameDatabase(client, name, kept);
      }
      try {
        await renameDatabase(client, draft, name);
      } catch (error) {
        if (kept !== undefined) await renameDatabase(client, kept, name);
        throw error;
      }
      return { ...check, kept };
    } catch (error) {
      await dropDatabase(client, draft);
      throw error;
    }
  });
}
