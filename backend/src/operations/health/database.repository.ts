import type { Tx } from '../../platform/database/index.ts';

export interface DatabaseState {
  /** Whether it only follows another: nothing can be written. */
  readonly isReplica: boolean;
  readonly connections: number;
  readonly connectionsLimit: number;
}

export async function readDatabaseState(tx: Tx): Promise<DatabaseState> {
  const [state] = await tx.$queryRaw<DatabaseState[]>`
    SELECT pg_is_in_recovery() AS "isReplica", current_setting('max_connections')::int AS "connectionsLimit",
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections`;
  if (!state) throw new Error('the database did not say how it is');
  return state;
}
