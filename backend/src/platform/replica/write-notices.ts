import pg from 'pg';
import type { Logger } from '../logging/index.ts';

const CHANNEL = 'charmbills_writers';
const RECONNECT_MS = 1_000;

/** Who has written of late, known to every process before the writer hears that it is done. */
export interface WriteNotices {
  /** Tells all processes; resolves once the database has taken it. */
  announce(writer: string): Promise<void>;
  /** Whether notices may have been missed, or this writer has written within the time. */
  wroteLately(writer: string): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Notices over LISTEN and NOTIFY of the primary, on a connection of their own, kept for `keepMs`. */
export function createWriteNotices(databaseUrl: string, keepMs: number, logger: Logger): WriteNotices {
  /** By writer, in the order of writing: when it counts no more, on the clock of this process. */
  const writers = new Map<string, number>();
  let client: pg.Client | undefined;
  let blindUntil = Number.POSITIVE_INFINITY;
  let reconnecting: NodeJS.Timeout | undefined;
  let stopped = false;

  function note(writer: string): void {
    const now = performance.now();
    writers.delete(writer);
    writers.set(writer, now + keepMs);
    for (const [known, until] of writers) {
      if (until > now) break;
      writers.delete(known);
    }
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    next.on('notification', ({ payload }) => note(payload ?? ''));
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next, new Error('the connection ended')));
    await next.connect();
    await next.query(`LISTEN ${CHANNEL}`);
    client = next;
    // What was announced before is not repeated: until it would be over, anybody may have written.
    blindUntil = performance.now() + keepMs;
  }

  function lost(connection: pg.Client, error: unknown): void {
    if (client !== connection) return;
    client = undefined;
    blindUntil = Number.POSITIVE_INFINITY;
    if (stopped) return;
    logger.warn({ err: error }, 'notices of writes: connection lost, reads stay on the primary');
    reconnectLater();
  }

  function reconnectLater(): void {
    reconnecting = setTimeout(() => {
      connect().catch(() => !stopped && reconnectLater());
    }, RECONNECT_MS);
  }

  return {
    async announce(writer) {
      note(writer);
      await client?.query('SELECT pg_notify($1, $2)', [CHANNEL, writer]).catch((error: unknown) => {
        logger.warn({ err: error }, 'notices of writes: not sent');
      });
    },
    wroteLately: (writer) => performance.now() < blindUntil || (writers.get(writer) ?? 0) > performance.now(),
    start: connect,
    async stop() {
      stopped = true;
      clearTimeout(reconnecting);
      await client?.end();
    },
  };
}
