import type pg from 'pg';
import type { DatabaseLocale } from './manifest.ts';

/** What has to be the same after a restore as it was when the backup was made. */
export interface Totals {
  /** Rows of every table of the product. */
  readonly rows: Readonly<Record<string, string>>;
  /** What the ledger holds of each currency, in its smallest unit. */
  readonly ledger: readonly LedgerTotal[];
}

export interface LedgerTotal {
  readonly currency: string;
  readonly accounts: string;
  /** Sum of all balances but the platform's counter-accounts: what is owed. */
  readonly held: string;
  readonly locked: string;
  /** Sum of all balances: zero. */
  readonly sum: string;
}

/** Reads the totals within the transaction of the caller, and so as of its instant. */
export async function readTotals(client: pg.ClientBase): Promise<Totals> {
  const { rows: tables } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`);
  const rows: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows: counted } = await client.query<{ count: string }>(
      `SELECT count(*)::text AS count FROM public.${client.escapeIdentifier(name)}`,
    );
    rows[name] = counted[0]?.count ?? '0';
  }
  if (!Object.hasOwn(rows, 'ledger_accounts')) return { rows, ledger: [] };
  const { rows: ledger } = await client.query<LedgerTotal>(`
    SELECT currency, count(*)::text AS accounts, coalesce(sum(balance) FILTER (WHERE floor IS NOT NULL), 0)::text AS held,
      sum(locked)::text AS locked, sum(balance)::text AS sum
    FROM public.ledger_accounts GROUP BY currency ORDER BY currency COLLATE "C"`);
  return { rows, ledger };
}

/** Every difference, in words; none when nothing was lost or added. */
export function differences(before: Totals, after: Totals): string[] {
  const found: string[] = [];
  for (const table of new Set([...Object.keys(before.rows), ...Object.keys(after.rows)])) {
    const [then, now] = [before.rows[table] ?? 'no table', after.rows[table] ?? 'no table'];
    if (then !== now) found.push(`${table}: ${then} rows in the backup, ${now} after it was restored`);
  }
  const describe = (total: LedgerTotal | undefined) => (total === undefined ? 'none' : JSON.stringify(total));
  for (const currency of new Set([...before.ledger, ...after.ledger].map((each) => each.currency))) {
    const [then, now] = [before, after].map(({ ledger }) =>
      describe(ledger.find((each) => each.currency === currency)),
    );
    if (then !== now) found.push(`ledger, ${currency}: ${then} in the backup, ${now} after it was restored`);
  }
  return found;
}

export interface DatabaseFacts {
  readonly database: string;
  readonly version: string;
  readonly major: number;
  readonly migration: string | null;
  readonly locale: DatabaseLocale;
}

export async function readDatabaseFacts(client: pg.ClientBase): Promise<DatabaseFacts> {
  const { rows } = await client.query<{ version: string; num: number; database: string; migrated: boolean }>(`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS num,
      current_database() AS database, to_regclass('public._prisma_migrations') IS NOT NULL AS migrated`);
  const [row] = rows;
  if (row === undefined) throw new Error('the server does not say what it is');
  const { rows: migrations } = row.migrated
    ? await client.query<{ name: string }>(
        `SELECT migration_name AS name FROM public._prisma_migrations WHERE finished_at IS NOT NULL
         ORDER BY migration_name COLLATE "C" DESC LIMIT 1`,
      )
    : { rows: [] };
  const major = Math.floor(row.num / 10_000);
  return {
    database: row.database,
    version: row.version.split(' ')[0] ?? '',
    major,
    migration: migrations[0]?.name ?? null,
    locale: await readLocale(client, major),
  };
}

async function readLocale(client: pg.ClientBase, major: number): Promise<DatabaseLocale> {
  const locale = major >= 17 ? 'datlocale' : 'daticulocale';
  const { rows } = await client.query<DatabaseLocale>(`
    SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype, ${locale} AS locale,
      CASE datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' ELSE 'builtin' END AS provider
    FROM pg_database WHERE datname = current_database()`);
  const [found] = rows;
  if (found === undefined) throw new Error('the database does not know itself');
  return found;
}
