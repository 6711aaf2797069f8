import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../../../backend/src/platform/database/migrate.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL server of this run and the database that carries all migrations. */
    testPostgres: { readonly url: string; readonly template: string };
  }
}

const TEMPLATE = 'charmbills_template';

/**
 * Starts the one PostgreSQL server of a test run, in a throw-away folder and on a free port, with a template
 * database that carries all migrations.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-postgres-'));
  const server = await startPostgres({
    dataDir: join(folder, 'data'),
    durable: false,
    settings: { max_connections: '200' },
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = server.urlOf('postgres');
    await run(url, `CREATE DATABASE ${TEMPLATE}`);
    await migrateDatabase(server.urlOf(TEMPLATE));
    // A database can be copied only while nobody is connected to it: close its door.
    await run(url, `ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false`);
    await run(
      url,
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '${TEMPLATE}'`,
    );
    project.provide('testPostgres', { url, template: TEMPLATE });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
