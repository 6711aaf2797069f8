import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLock, tryLock } from '../stack/lock.ts';
import { BackupError } from './errors.ts';

/**
 * Runs `work` as the only one that changes the store. A run that was killed does not keep the next one away.
 * @throws BackupError BACKUP_RUNNING
 */
export async function alone<T>(directory: string, work: () => Promise<T>): Promise<T> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = tryLock(join(directory, 'backup.lock'));
  if (!isLock(lock)) {
    throw new BackupError(
      'BACKUP_RUNNING',
      `Process ${lock.pid} works on ${directory} already: let it finish.`,
    );
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
