import type pg from 'pg';

export interface ServerFacts {
  readonly version: string;
  readonly major: number;
  readonly encrypted: boolean;
  readonly superuser: boolean;
  readonly maxConnections: number;
  readonly usedConnections: number;
  readonly archiveMode: string;
  readonly archiveTimeoutSeconds: number;
  readonly lastArchivedSecondsAgo: number | null;
  readonly archivingFails: boolean;
  readonly fsync: boolean;
  readonly now: Date;
  readonly mayCreateTables: boolean;
  readonly slowQueries: boolean;
}

export async function readServerFacts(client: pg.ClientBase): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
      coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
      current_setting('max_connections')::int AS "maxConnections",
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS "usedConnections",
      current_setting('archive_mode') AS "archiveMode",
      (SELECT setting::int FROM pg_settings WHERE name = 'archive_timeout') AS "archiveTimeoutSeconds",
      (SELECT extract(epoch FROM clock_timestamp() - last_archived_time)::float8 FROM pg_stat_archiver)
        AS "lastArchivedSecondsAgo",
      (SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) FROM pg_stat_archiver)
        AS "archivingFails",
      current_setting('fsync') = 'on' AS fsync, clock_timestamp() AS now,
      has_schema_privilege('public', 'CREATE') AND has_database_privilege(current_database(), 'CREATE')
        AS "mayCreateTables",
      EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') AS "slowQueries"`);
  const [facts] = rows;
  if (facts === undefined) throw new Error('the server says nothing of itself');
  return facts;
}

/** Names of migrations that were applied, and of those that failed half way. */
export async function readMigrations(
  client: pg.ClientBase,
): Promise<{ readonly applied: ReadonlySet<string>; readonly failed: readonly string[] }> {
  const { rows: known } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (known[0]?.there !== true) return { applied: new Set(), failed: [] };
  const { rows } = await client.query<{ name: string; finished: boolean }>(`
    SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations
    WHERE rolled_back_at IS NULL`);
  return {
    applied: new Set(rows.filter(({ finished }) => finished).map(({ name }) => name)),
    failed: rows.filter(({ finished }) => !finished).map(({ name }) => name),
  };
}
