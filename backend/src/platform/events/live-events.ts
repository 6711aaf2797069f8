import pg from 'pg';
import type { Logger } from '../logging/index.ts';
import { EventQueue, type LiveEvent, type LiveNews } from './event-queue.ts';

export const LIVE_CHANNEL = 'charmbills_events';
const RECONNECT_MS = 1_000;
/** A connection that died silently is noticed by the next of these. */
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;

export interface LiveEvents {
  /** Matching events from this call on (not only from the first `next`), until `signal` aborts. */
  subscribe(matches: (event: LiveEvent) => boolean, signal: AbortSignal): AsyncIterable<LiveNews>;
  /** Connects; rejects when the database cannot be reached. Later losses are repaired by themselves. */
  start(): Promise<void>;
  /** Ends the connection and all subscriptions. */
  stop(): Promise<void>;
}

interface Subscriber {
  readonly matches: (event: LiveEvent) => boolean;
  readonly queue: EventQueue;
}

/**
 * Hears of dispatched events on a connection of its own (LISTEN), whichever process dispatched them, and
 * hands them to the live subscriptions of this process. What PostgreSQL said while the connection was lost
 * is not repeated: when it is back, every subscription is told of the gap and reads the present state again.
 */
export function createLiveEvents(
  databaseUrl: string,
  logger: Logger,
  { reconnectMs = RECONNECT_MS, heartbeatMs = HEARTBEAT_MS } = {},
): LiveEvents {
  const subscribers = new Set<Subscriber>();
  let client: pg.Client | undefined;
  let reconnecting: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let stopped = false;

  function deliver(payload: string | undefined): void {
    for (const event of JSON.parse(payload ?? '[]') as LiveEvent[]) {
      for (const { matches, queue } of subscribers) if (matches(event)) queue.push(event);
    }
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: HEARTBEAT_TIMEOUT_MS,
      query_timeout: HEARTBEAT_TIMEOUT_MS,
    });
    next.on('notification', ({ payload }) => deliver(payload));
    next.on('error', (error) => lost(next, error));
    try {
      await next.connect();
      await next.query(`LISTEN ${LIVE_CHANNEL}`);
    } catch (error) {
      await close(next);
      throw error;
    }
    if (stopped) return close(next);
    client = next;
    heartbeat = setInterval(() => {
      next.query('SELECT 1').catch((error: unknown) => lost(next, error));
    }, heartbeatMs);
  }

  async function close(connection: pg.Client): Promise<void> {
    await connection.end().catch((error: unknown) => logger.debug({ err: error }, 'live events: closing'));
  }

  function lost(connection: pg.Client, error: unknown): void {
    if (client !== connection) return;
    logger.warn({ err: error }, 'live events: connection lost');
    client = undefined;
    clearInterval(heartbeat);
    void close(connection);
    if (!stopped) reconnectLater();
  }

  function reconnectLater(): void {
    reconnecting = setTimeout(async () => {
      try {
        await connect();
        for (const { queue } of subscribers) queue.push('gap');
      } catch (error) {
        logger.warn({ err: error }, 'live events: not reachable yet');
        if (!stopped) reconnectLater();
      }
    }, reconnectMs);
  }

  return {
    subscribe(matches, signal) {
      const subscriber: Subscriber = { matches, queue: new EventQueue() };
      const leave = () => {
        subscribers.delete(subscriber);
        subscriber.queue.end();
      };
      if (signal.aborted || stopped) leave();
      else {
        subscribers.add(subscriber);
        signal.addEventListener('abort', leave, { once: true });
      }
      return subscriber.queue.drain();
    },
    start: connect,
    async stop() {
      stopped = true;
      clearTimeout(reconnecting);
      clearInterval(heartbeat);
      for (const { queue } of subscribers) queue.end();
      subscribers.clear();
      const connection = client;
      client = undefined;
      if (connection) await close(connection);
    },
  };
}
