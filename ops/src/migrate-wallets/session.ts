import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../backend/src/platform/database/index.ts';
import { MigrationError } from './errors.ts';
import { tryLock } from './progress.repository.ts';
import { prepareSession, type Session } from './staging.repository.ts';

const LOCK_ATTEMPTS = 50;
const LOCK_WAIT_MS = 200;

/**
 * A connection of its own, with its temporary tables, while nobody else migrates or rolls back. One that was killed
 * is waited for until the database has noticed.
 * @throws MigrationError ALREADY_RUNNING
 */
export async function withSession<T>(
  { pool }: Pick<Database, 'pool'>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await pool.connect();
  try {
    for (let attempt = 1; !(await tryLock(session)); attempt++) {
      if (attempt === LOCK_ATTEMPTS) {
        throw new MigrationError('ALREADY_RUNNING', 'a migration or roll-back is running on this database');
      }
      await sleep(LOCK_WAIT_MS);
    }
    await prepareSession(session);
    return await work(session);
  } finally {
    // Closed for good, so that lock and temporary tables go with it.
    session.release(true);
  }
}
