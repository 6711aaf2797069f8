import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { isConflict } from './database-error.ts';
import { withDirectQueries } from './direct-client.ts';
import { Prisma, PrismaClient } from './generated/client.ts';
import { measureStatements, type StatementMetrics } from './measure-statements.ts';

export { Prisma };

/** A transaction in progress. Repositories take one and never open their own. */
export type Tx = Prisma.TransactionClient;

/** What reads alone need. A repository that takes it may be given a replica. */
export type Reads = Pick<Tx, '$queryRaw'>;

/**
 * Reads that may be somewhat behind. It fits no function that takes a `Tx`: what must be fresh, such as balances, quotes
 * and who may do what, cannot be read through it.
 */
export interface StaleReads extends Reads {
  readonly mayBeStale: true;
}

export interface Database {
  /** For reads outside a transaction. */
  readonly client: PrismaClient;
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction (read committed), retried when PostgreSQL asks for it (40001, 40P01). */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Rejects unless the database answers within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of this process. */
  readonly poolSize?: number;
  /** Told of every statement, for tests that count them. */
  readonly onQuery?: (sql: string) => void;
  readonly metrics?: StatementMetrics | undefined;
}

const TRANSACTION_ATTEMPTS = 5;
/** The longest wait before the second attempt; those that met in the first should not meet again. */
const BACKOFF_MS = 20;

/** Opens the database. Statements are prepared under a name of their own text: unnamed ones cost twice. */
export function openDatabase({ url, poolSize = 10, onQuery, metrics }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    // Prisma writes and reads instants without their zone: in any other zone they would be hours off.
    onConnect: async (connection) => {
      if (metrics) measureStatements(connection, metrics);
      await connection.query("SET TIME ZONE 'UTC'");
    },
  });
  // A lost connection is reported by the query that meets it. Without listeners it would end the process, also
  // while the pool closes, when Prisma's own are gone already.
  pool.on('error', () => undefined);
  const names = new Map<string, string>();
  const nameOf = (sql: string) => {
    onQuery?.(sql);
    let name = names.get(sql);
    if (name === undefined) {
      name = createHash('sha256').update(sql).digest('base64url').slice(0, 24);
      if (names.size < 2_000) names.set(sql, name);
    }
    return name;
  };
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => nameOf(sql),
    onPoolError: () => undefined,
    onConnectionError: () => undefined,
  });
  const prisma = new PrismaClient({ adapter });
  const client = withDirectQueries(prisma, pool, nameOf);
  return {
    client,
    pool,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await prisma.$transaction(work, { maxWait: 10_000, timeout: 60_000 });
        } catch (error) {
          if (!isConflict(error) || attempt === TRANSACTION_ATTEMPTS) throw error;
          await sleep(Math.random() * attempt * BACKOFF_MS);
        }
      }
    },
    async ping(timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      });
      try {
        await Promise.race([pool.query('SELECT 1'), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
