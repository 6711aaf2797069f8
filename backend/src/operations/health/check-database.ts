import { pendingMigrations } from '../../platform/database/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { type Check, degraded, failing, ok } from './check.ts';
import { readDatabaseState } from './database.repository.ts';
import { within } from './kept.ts';

const TIMEOUT_MS = 2_000;
const CROWDED = 0.9;

export type DatabaseServices = Pick<PlatformServices, 'config' | 'database' | 'logger'>;

/** Whether the database answers, is the one to write to, has the schema of this version, and has room. */
export async function checkDatabase(services: DatabaseServices): Promise<Check[]> {
  const { pool, client } = services.database;
  const started = performance.now();
  try {
    const [state, pending] = await within(
      TIMEOUT_MS,
      Promise.all([readDatabaseState(client), pendingMigrations(client)]),
    );
    const ms = Math.round(performance.now() - started);
    return [
      ok('database.answers', `The database answers within ${ms} ms.`),
      state.isReplica
        ? failing(
            'database.writable',
            'The database is a replica: nothing can be written.',
            'Point DATABASE_URL to the primary, or promote this one.',
          )
        : ok('database.writable', 'The database takes writes.'),
      pending.length > 0
        ? failing(
            'database.schema',
            `The database lacks ${pending.length} migrations of this version, ${pending[0]} first.`,
            'Run npm run db:migrate:prod, or set MIGRATE_ON_START=true and restart.',
          )
        : ok('database.schema', 'The database has the schema of this version.'),
      state.connections > CROWDED * state.connectionsLimit
        ? degraded(
            'database.connections',
            `${state.connections} of ${state.connectionsLimit} connections of the server are taken.`,
            'Raise max_connections, lower DATABASE_POOL_SIZE, or put PgBouncer in front.',
          )
        : ok(
            'database.connections',
            `${state.connections} of ${state.connectionsLimit} connections are taken.`,
          ),
      checkPool(pool),
    ];
  } catch (error) {
    services.logger.warn({ err: error }, 'health: the database does not answer');
    return [
      failing(
        'database.answers',
        pool.waitingCount > 0
          ? `No connection was free within ${TIMEOUT_MS / 1_000} seconds.`
          : 'The database does not answer.',
        'See that PostgreSQL runs and can be reached from here by DATABASE_URL; the log of this process says why not.',
      ),
      checkPool(pool),
    ];
  }
}

function checkPool({ waitingCount, totalCount, idleCount }: DatabaseServices['database']['pool']): Check {
  const used = `${totalCount - idleCount} connections of this process are in use, ${waitingCount} callers wait for one.`;
  return waitingCount > 0
    ? degraded(
        'database.pool',
        used,
        'If it stays so, raise DATABASE_POOL_SIZE or start another process; see slow statements first.',
      )
    : ok('database.pool', used);
}
