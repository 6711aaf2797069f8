import type pg from 'pg';

/** A question about an installation and the SQL that answers it. */
export interface ReportDefinition {
  readonly describes: string;
  readonly sql: string;
  /** The extension it cannot do without. */
  readonly needs?: string;
}

export const REPORTS: Readonly<Record<string, ReportDefinition>> = {
  'plans-by-status': {
    describes: 'plans by status',
    sql: 'SELECT status, count(*) AS plans FROM plans GROUP BY status ORDER BY status',
  },
  'subscriptions-today': {
    describes: 'subscriptions begun since midnight UTC, by status',
    sql: `SELECT status, count(*) AS subscriptions FROM subscriptions
      WHERE created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' GROUP BY status ORDER BY status`,
  },
  'pending-transactions': {
    describes: 'transactions of the last 24 hours that wait for the chain, by kind',
    sql: `SELECT kind, count(*) AS transactions, min(created_at) AS oldest FROM chain_transactions
      WHERE status = 'pending' AND created_at > now() - interval '24 hours' GROUP BY kind ORDER BY kind`,
  },
  'failed-transactions': {
    describes: 'transactions of the last 24 hours that failed, by kind and reason',
    sql: `SELECT kind, coalesce(failure, 'unknown') AS reason, count(*) AS transactions FROM chain_transactions
      WHERE status = 'failed' AND created_at > now() - interval '24 hours' GROUP BY 1, 2 ORDER BY 3 DESC`,
  },
  'top-merchants': {
    describes: 'the ten merchants with the most plans',
    sql: `SELECT m.id AS merchant, m.name, count(*) AS plans FROM plans p JOIN merchants m ON m.id = p.merchant_id
      GROUP BY m.id, m.name ORDER BY count(*) DESC, m.id LIMIT 10`,
  },
  'confirmation-time': {
    describes: 'how long transactions of the last 7 days took from being sent to being settled, in minutes',
    sql: `SELECT kind, count(*) AS transactions,
        round((avg(extract(epoch FROM settled_at - coalesce(broadcast_at, created_at))) / 60)::numeric, 1) AS average,
        round((percentile_cont(0.95) WITHIN GROUP
          (ORDER BY extract(epoch FROM settled_at - coalesce(broadcast_at, created_at))) / 60)::numeric, 1) AS p95
      FROM chain_transactions WHERE settled_at IS NOT NULL AND created_at > now() - interval '7 days'
      GROUP BY kind ORDER BY kind`,
  },
  'table-sizes': {
    describes: 'the largest tables, with their indexes and what is stored beside them',
    sql: `SELECT schemaname || '.' || relname AS "table", n_live_tup AS rows,
        pg_size_pretty(pg_table_size(relid)) AS data, pg_size_pretty(pg_indexes_size(relid)) AS indexes,
        pg_size_pretty(pg_total_relation_size(relid)) AS total
      FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 30`,
  },
  'index-usage': {
    describes: 'indexes by how rarely they were used since the statistics were reset',
    sql: `SELECT s.relname AS "table", s.indexrelname AS index, s.idx_scan AS scans,
        pg_size_pretty(pg_relation_size(s.indexrelid)) AS size, i.indisunique AS "unique"
      FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
      ORDER BY s.idx_scan, pg_relation_size(s.indexrelid) DESC LIMIT 50`,
  },
  'slow-queries': {
    describes: 'the ten slowest queries on average, in milliseconds',
    needs: 'pg_stat_statements',
    sql: `SELECT round(mean_exec_time::numeric, 2) AS mean, calls, round(total_exec_time::numeric) AS total,
        regexp_replace(left(query, 200), '\\s+', ' ', 'g') AS query
      FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY mean_exec_time DESC LIMIT 10`,
  },
  'dead-rows': {
    describes: 'tables by dead rows, with the last vacuum and analyse',
    sql: `SELECT relname AS "table", n_live_tup AS rows, n_dead_tup AS dead,
        round(100 * n_dead_tup::numeric / greatest(n_live_tup + n_dead_tup, 1), 1) AS "dead %",
        greatest(last_vacuum, last_autovacuum) AS vacuumed, greatest(last_analyze, last_autoanalyze) AS analysed
      FROM pg_stat_user_tables ORDER BY n_dead_tup DESC LIMIT 30`,
  },
  'unused-indexes': {
    describes: 'indexes that were never used and enforce nothing',
    sql: `SELECT s.relname AS "table", s.indexrelname AS index, pg_size_pretty(pg_relation_size(s.indexrelid)) AS size
      FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
      WHERE s.idx_scan = 0 AND NOT i.indisunique AND s.schemaname = 'public'
      ORDER BY pg_relation_size(s.indexrelid) DESC LIMIT 30`,
  },
  'missing-indexes': {
    describes: 'large tables that are read from end to end more often than through an index',
    sql: `SELECT relname AS "table", n_live_tup AS rows, seq_scan AS "whole reads", coalesce(idx_scan, 0) AS "index reads",
        seq_tup_read / greatest(seq_scan, 1) AS "rows a read"
      FROM pg_stat_user_tables WHERE n_live_tup > 10000 AND seq_scan > coalesce(idx_scan, 0)
      ORDER BY seq_tup_read DESC LIMIT 20`,
  },
  'invalid-indexes': {
    describes: 'indexes that a failed CREATE INDEX CONCURRENTLY has left: drop and build them anew',
    sql: `SELECT i.indrelid::regclass::text AS "table", i.indexrelid::regclass::text AS index FROM pg_index i
      WHERE NOT i.indisvalid ORDER BY 1, 2`,
  },
  wraparound: {
    describes:
      'how far each database is towards the end of transaction numbers; vacuum freezes at 200 million by itself',
    sql: `SELECT datname AS database, age(datfrozenxid) AS age, round(100 * age(datfrozenxid) / 2147483647.0, 1) AS "used %"
      FROM pg_database WHERE datallowconn ORDER BY 2 DESC`,
  },
};

/** What `vacuum-report` shows, in order. */
export const VACUUM_REPORTS = [
  'dead-rows',
  'missing-indexes',
  'unused-indexes',
  'invalid-indexes',
  'wraparound',
];

export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Undefined when the extension it needs is not there. */
export async function readReport(
  client: pg.ClientBase,
  { sql, needs }: ReportDefinition,
): Promise<ReportTable | undefined> {
  if (needs !== undefined) {
    const { rowCount } = await client.query('SELECT FROM pg_extension WHERE extname = $1', [needs]);
    if (rowCount === 0) return undefined;
  }
  await client.query("SET statement_timeout = '60s'");
  const { fields, rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
  return { columns: fields.map(({ name }) => name), rows: rows.map((row) => row.map(textOf)) };
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}
