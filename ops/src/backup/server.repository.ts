import pg from 'pg';
import type { DumpManifest } from './manifest.ts';

/** The same server, another database. */
export function urlOfDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

export function databaseIn(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** Connects, works, disconnects. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  // What ends the connection from outside is met by the next query.
  client.on('error', () => undefined);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function serverMajor(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS major",
  );
  return rows[0]?.major ?? 0;
}

export async function databaseExists(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

/** How many tables there are that are not PostgreSQL's own. */
export async function countTables(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`
    SELECT count(*)::int AS count FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`);
  return rows[0]?.count ?? 0;
}

/** Makes an empty database that orders and encodes text as the one that was dumped. */
export async function createLike(
  client: pg.ClientBase,
  name: string,
  { locale }: Pick<DumpManifest, 'locale'>,
): Promise<void> {
  const { escapeIdentifier, escapeLiteral } = client;
  const clauses = [
    `TEMPLATE template0 ENCODING ${escapeLiteral(locale.encoding)}`,
    `LC_COLLATE ${escapeLiteral(locale.collate)} LC_CTYPE ${escapeLiteral(locale.ctype)}`,
    ...(locale.provider === 'icu'
      ? [`LOCALE_PROVIDER icu ICU_LOCALE ${escapeLiteral(locale.locale ?? '')}`]
      : []),
    ...(locale.provider === 'builtin'
      ? [`LOCALE_PROVIDER builtin BUILTIN_LOCALE ${escapeLiteral(locale.locale ?? 'C')}`]
      : []),
  ];
  await client.query(`CREATE DATABASE ${escapeIdentifier(name)} ${clauses.join(' ')}`);
}

/** Ends the connections to a database and removes it. */
export async function dropDatabase(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
}

/** Ends the connections to a database, keeps new ones away meanwhile, and gives it another name. */
export async function renameDatabase(client: pg.ClientBase, from: string, to: string): Promise<void> {
  const [old, renamed] = [client.escapeIdentifier(from), client.escapeIdentifier(to)];
  await client.query(`ALTER DATABASE ${old} WITH ALLOW_CONNECTIONS false`);
  try {
    await client.query('SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1', [
      from,
    ]);
    await client.query(`ALTER DATABASE ${old} RENAME TO ${renamed}`);
  } catch (error) {
    await client.query(`ALTER DATABASE ${old} WITH ALLOW_CONNECTIONS true`);
    throw error;
  }
  await client.query(`ALTER DATABASE ${renamed} WITH ALLOW_CONNECTIONS true`);
}
