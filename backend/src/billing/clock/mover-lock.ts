import type { Database } from '../../platform/database/index.ts';

/**
 * Runs `work` unless another process moves this merchant's clock. The lock belongs to a connection, so that it ends with
 * the process that holds it.
 */
export async function withMoverLock(
  { pool }: Pick<Database, 'pool'>,
  merchantId: string,
  work: () => Promise<void>,
): Promise<void> {
  const connection = await pool.connect();
  const key = [`test clock ${merchantId}`];
  try {
    const { rows } = await connection.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      key,
    );
    if (!rows[0]?.locked) return;
    try {
      await work();
    } finally {
      await connection.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', key);
    }
  } finally {
    connection.release();
  }
}
