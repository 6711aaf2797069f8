import { readdir } from 'node:fs/promises';
import pg from 'pg';
import { MIGRATIONS_DIRECTORY } from '../../../backend/src/platform/database/migrate.ts';
import { reasonOf } from '../stack/errors.ts';
import { readMigrations, readServerFacts, type ServerFacts } from './database.repository.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

export interface DatabaseWishes {
  readonly url: string;
  /** Connections that one process opens. */
  readonly poolSize: number;
  readonly production: boolean;
  readonly migrateOnStart: boolean;
}

const OLDEST_MAJOR = 15;
/** Beyond this, what is dated here and what is dated there come in another order than they happened. */
const SKEW_MS = 2_000;
const CONNECT_MS = 10_000;
/** With the minute of archive_timeout, and one for the archiver. */
const ARCHIVE_LATE_SECONDS = 180;

/** Connects as the product does, and looks at the server, its clock, its room and its schema. */
export async function judgeDatabase(wishes: DatabaseWishes): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: wishes.url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    return [problem('database', `cannot be reached: ${reasonOf(error)}.`, remedyOf(error))];
  }
  try {
    const asked = Date.now();
    const facts = await readServerFacts(client);
    const skewMs = facts.now.getTime() - (asked + Date.now()) / 2;
    return [
      ...judgeServer(facts, skewMs, wishes),
      ...judgeArchive(facts, wishes),
      ...(await judgeSchema(client, wishes)),
    ];
  } finally {
    await client.end();
  }
}

/** What the server says of itself. */
export function judgeServer(facts: ServerFacts, skewMs: number, wishes: DatabaseWishes): Finding[] {
  const findings: Finding[] = [];
  const { url, poolSize, production } = wishes;
  const { hostname } = new URL(url);
  const remote = !/^(localhost|127\.|\[::1\]|$)/.test(hostname);
  findings.push(
    facts.major >= OLDEST_MAJOR
      ? ok('database', `is PostgreSQL ${facts.version}.`)
      : problem('database', `is PostgreSQL ${facts.version}.`, `Upgrade to ${OLDEST_MAJOR} or newer.`),
  );
  if (remote && !facts.encrypted) {
    findings.push(
      problem(
        'database',
        `is on ${hostname} and the connection is not encrypted.`,
        'Add ?sslmode=verify-full to DATABASE_URL.',
      ),
    );
  }
  if (production && facts.superuser) {
    findings.push(
      warning(
        'database',
        'is used as a superuser, whom no guard of the ledger stops.',
        'Make a role that owns the database and is no superuser, and use it in DATABASE_URL.',
      ),
    );
  }
  if (!facts.fsync) {
    findings.push(
      problem(
        'database',
        'does not write to disk (fsync = off): a power cut loses money.',
        'Set fsync = on.',
      ),
    );
  }
  if (!facts.mayCreateTables) {
    findings.push(
      problem(
        'database',
        'lets this role create no tables: migrations and the queue of jobs cannot be set up.',
        'Make the role the owner of the database and of its schema public.',
      ),
    );
  }
  const room = facts.maxConnections - facts.usedConnections;
  findings.push(
    room >= poolSize
      ? ok(
          'connections',
          `${facts.usedConnections} of ${facts.maxConnections} are used; a process opens ${poolSize}.`,
        )
      : problem(
          'connections',
          `${facts.usedConnections} of ${facts.maxConnections} are used, and a process opens ${poolSize}.`,
          'Lower DATABASE_POOL_SIZE, raise max_connections, or put PgBouncer in between.',
        ),
  );
  findings.push(
    Math.abs(skewMs) <= SKEW_MS
      ? ok('clock', `differs by ${Math.round(Math.abs(skewMs))} ms from the database's.`)
      : problem(
          'clock',
          `is ${(Math.abs(skewMs) / 1_000).toFixed(1)} s ${skewMs > 0 ? 'behind' : 'ahead of'} the database's.`,
          'Run an NTP client (chrony, systemd-timesyncd) on both machines.',
        ),
  );
  if (!facts.slowQueries) {
    findings.push(
      warning(
        'pg_stat_statements',
        'is not there: nobody sees which queries are slow.',
        "Set shared_preload_libraries = 'pg_stat_statements', restart, and CREATE EXTENSION pg_stat_statements.",
      ),
    );
  }
  return findings;
}

/** Whether a minute is what a disaster costs. */
export function judgeArchive(facts: ServerFacts, { production }: DatabaseWishes): Finding[] {
  if (facts.archiveMode === 'off') {
    const says = 'is not archived: a disaster costs everything since the last backup.';
    const remedy = 'Set archive_mode, archive_command and archive_timeout: docs/operations/backup.md.';
    return production ? [warning('WAL', says, remedy)] : [];
  }
  if (facts.archivingFails) {
    return [
      problem(
        'WAL',
        'is not archived: the last attempt failed.',
        "See the server's log; the disk fills meanwhile.",
      ),
    ];
  }
  if (facts.archiveTimeoutSeconds === 0 || facts.archiveTimeoutSeconds > 60) {
    return [
      warning(
        'WAL',
        `is archived after ${facts.archiveTimeoutSeconds === 0 ? '16 MB, however long that takes' : `${facts.archiveTimeoutSeconds} s`}.`,
        'Set archive_timeout = 60 to lose a minute at most.',
      ),
    ];
  }
  const last = facts.lastArchivedSecondsAgo;
  if (last !== null && last > ARCHIVE_LATE_SECONDS) {
    return [ok('WAL', `is archived; nothing was written for ${Math.round(last / 60)} minutes.`)];
  }
  return [ok('WAL', 'is archived.')];
}

async function judgeSchema(client: pg.Client, { migrateOnStart }: DatabaseWishes): Promise<Finding[]> {
  const { applied, failed } = await readMigrations(client);
  const entries = await readdir(MIGRATIONS_DIRECTORY, { withFileTypes: true });
  const known = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const pending = known.filter((name) => !applied.has(name));
  const newer = [...applied].filter((name) => !known.includes(name));
  if (failed.length > 0) {
    return [
      problem(
        'migrations',
        `${failed.join(', ')} failed half way.`,
        'See docs/operations/upgrades.md, "A migration that failed".',
      ),
    ];
  }
  if (newer.length > 0) {
    return [
      warning(
        'migrations',
        `the database is newer than this version: ${newer.join(', ')}.`,
        'Fine while rolling back; otherwise upgrade.',
      ),
    ];
  }
  if (pending.length === 0) return [ok('migrations', `all ${known.length} are applied.`)];
  const says = `${pending.length} are not applied yet, from ${pending[0]} on.`;
  return migrateOnStart
    ? [warning('migrations', says, 'The next start applies them.')]
    : [problem('migrations', says, 'Run npm run db:migrate:prod.')];
}

function remedyOf(error: unknown): string {
  const { code } = error as { code?: string };
  if (code === '28P01' || code === '28000') return 'Correct user and password in DATABASE_URL.';
  if (code === '3D000') return 'Create the database, or correct its name in DATABASE_URL.';
  if (code === '53300') return 'It has no connection left: stop something, or raise max_connections.';
  return 'Is it running, and does a firewall let this machine through? Check DATABASE_URL.';
}
