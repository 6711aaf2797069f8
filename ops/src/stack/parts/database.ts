import { join } from 'node:path';
import pg from 'pg';
import { reasonOf, StackError } from '../errors.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { variable } from '../settings.ts';
import type { StackContext } from './context.ts';

const DATABASE = 'charmbills';
/** The oldest PostgreSQL that the schema runs on. */
const OLDEST_VERSION = 15;

/** The database of the stack: DATABASE_URL where given, else the embedded PostgreSQL. Returns its URL. */
export function bringUpDatabase(context: StackContext): Promise<string> {
  const given = variable(context.env, 'DATABASE_URL');
  return context.progress.step(
    'PostgreSQL',
    () => (given === undefined ? startEmbedded(context) : checkDatabase(given)),
    withoutPassword,
  );
}

async function startEmbedded({ dataDir, ports, secrets, supervisor }: StackContext): Promise<string> {
  const server = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    port: ports.postgres,
    password: secrets.postgresPassword,
    logFile: join(dataDir, 'logs/postgres.log'),
  });
  supervisor.add({ name: 'PostgreSQL', stop: server.stop, process: server });
  const client = new pg.Client(server.urlOf('postgres'));
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  return server.urlOf(DATABASE);
}

/** @throws StackError SERVICE_UNREACHABLE when the database cannot be used. */
async function checkDatabase(url: string): Promise<string> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      const { rows } = await client.query<{ version: string }>(
        "SELECT current_setting('server_version') AS version",
      );
      const version = rows[0]?.version ?? '';
      if (Number.parseInt(version, 10) >= OLDEST_VERSION) return url;
      throw new Error(`it runs PostgreSQL ${version}, and ${OLDEST_VERSION} or newer is needed`);
    } finally {
      await client.end();
    }
  } catch (error) {
    throw new StackError(
      'SERVICE_UNREACHABLE',
      `The database in DATABASE_URL cannot be used: ${reasonOf(error)}.`,
      'Correct DATABASE_URL, or leave it out to have a PostgreSQL started for you.',
      error,
    );
  }
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}
