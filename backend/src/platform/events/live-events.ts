import { EventEmitter, on } from 'node:events';
import pg from 'pg';
import type { Logger } from '../logging/index.ts';

/** An event as it travels between processes: enough to choose who hears it, the rest is read afresh. */
export interface LiveEvent {
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly merchantId: string | null;
  readonly personId: string | null;
}

export const LIVE_CHANNEL = 'charmbills_events';
const RECONNECT_MS = 1_000;

export interface LiveEvents {
  /** Events from now on, until `signal` aborts. */
  subscribe(signal: AbortSignal): AsyncIterable<LiveEvent>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Hears of dispatched events on a connection of its own (LISTEN), whichever process dispatched them, and
 * hands them to the live subscriptions of this process. A lost connection is taken up again; what was
 * missed meanwhile is not repeated, since every live client reads the present state when it subscribes.
 */
export function createLiveEvents(databaseUrl: string, logger: Logger): LiveEvents {
  const emitter = new EventEmitter().setMaxListeners(0);
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    next.on('notification', ({ payload }) => {
      for (const event of JSON.parse(payload ?? '[]') as LiveEvent[]) emitter.emit('event', event);
    });
    next.on('error', (error) => {
      logger.warn({ err: error }, 'live events: connection lost');
      retry();
    });
    await next.connect();
    await next.query(`LISTEN ${LIVE_CHANNEL}`);
    client = next;
  }

  function retry(): void {
    client?.end().catch((error: unknown) => logger.debug({ err: error }, 'live events: closing'));
    client = undefined;
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      connect().catch((error: unknown) => {
        logger.warn({ err: error }, 'live events: not reachable yet');
        retry();
      });
    }, RECONNECT_MS);
  }

  return {
    async *subscribe(signal) {
      try {
        for await (const [event] of on(emitter, 'event', { signal })) yield event as LiveEvent;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    start: connect,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
