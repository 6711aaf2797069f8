import { createHash } from 'node:crypto';
import { cpSync, lstatSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StackError } from '../errors.ts';
import { filledFolder } from '../filled-folder.ts';
import type { PostgresBinaries } from './binaries.ts';

/** Open to every user, and kept over a restart of the machine. */
const OPEN_FOLDER = '/var/tmp';

/**
 * PostgreSQL checks that it may read its own programs, which another user may not where they lie in a folder
 * closed to others (a checkout in root's home, say). They are copied once to where everybody may.
 */
export async function openCopy({ postgres, initdb }: PostgresBinaries): Promise<PostgresBinaries> {
  const source = resolve(dirname(postgres), '..');
  const { size, mtimeMs } = statSync(postgres);
  const key = createHash('sha256').update(`${source} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
  const target = join(OPEN_FOLDER, `charmbills-postgres-${key}`);
  await filledFolder(target, async (draft) => cpSync(source, draft, { recursive: true, dereference: true }));

  // Anybody may make a folder of this name there: only one that is ours, and ours alone to change, is run.
  const { uid, mode } = lstatSync(target);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new StackError(
      'POSTGRES_UNAVAILABLE',
      `${target} belongs to somebody else.`,
      'Remove it, or move the checkout to a folder that is open to everyone.',
    );
  }
  return { postgres: join(target, 'bin', basename(postgres)), initdb: join(target, 'bin', basename(initdb)) };
}
