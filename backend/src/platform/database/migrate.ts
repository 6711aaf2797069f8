import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { NO_EXTERNAL_TABLES, readMigrationHistory, withSchemaEngine } from './schema-engine.ts';

/** Where the migrations lie, from the source tree and from the built bundle alike (MIGRATIONS_DIR otherwise). */
export const MIGRATIONS_DIRECTORY =
  process.env.MIGRATIONS_DIR ?? fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

/** One number for every replica: whoever holds it is migrating, the others wait and find nothing left to do. */
const MIGRATION_LOCK = 7_316_904_211;

/**
 * Brings a database to the newest schema. Safe to call from any number of processes at once and on a
 * database that is already up to date. The history is Prisma's own (`_prisma_migrations`).
 */
export async function migrateDatabase(
  databaseUrl: string,
  log: (line: string) => void = () => undefined,
): Promise<{ applied: string[] }> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const migrationsList = await readMigrationHistory(MIGRATIONS_DIRECTORY);
    const { appliedMigrationNames: applied } = await withSchemaEngine(databaseUrl, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_EXTERNAL_TABLES }),
    );
    for (const name of applied) log(`applied ${name}`);
    return { applied };
  } finally {
    await lock.end();
  }
}
