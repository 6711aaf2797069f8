import type { Database, Tx } from '../database/index.ts';
import type { Logger } from '../logging/index.ts';
import type { LiveEvent } from './event-queue.ts';
import { LIVE_CHANNEL } from './live-events.ts';

const BATCH = 200;
/** PostgreSQL refuses notifications of 8,000 bytes and more. */
const PAYLOAD_BYTES = 7_500;

/** Told of dispatched events in the transaction that marks them: what it writes is written once, or not at all. */
export type EventObserver = (tx: Tx, now: Date, events: readonly LiveEvent[]) => Promise<void>;

/**
 * Takes waiting events in the order they were written, marks them dispatched and tells every process of
 * them. One notification carries many events and is sent by this loop alone: a NOTIFY in every writing
 * transaction would line up all commits behind one lock. Returns how many were taken.
 */
export async function dispatchEvents(
  database: Database,
  now: Date,
  observers: readonly EventObserver[] = [],
): Promise<number> {
  return database.transaction(async (tx) => {
    const taken = await tx.$queryRaw<LiveEvent[]>`
      WITH waiting AS (
        SELECT id FROM events WHERE dispatched_at IS NULL ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      )
      UPDATE events SET dispatched_at = ${now} FROM waiting WHERE events.id = waiting.id
      RETURNING events.id::text, type, subject_id AS "subjectId", merchant_id AS "merchantId",
        person_id AS "personId"`;
    taken.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    if (taken.length > 0) for (const observe of observers) await observe(tx, now, taken);
    for (const payload of packed(taken)) await tx.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${payload})`;
    return taken.length;
  });
}

function* packed(events: readonly LiveEvent[]): Generator<string> {
  let batch: string[] = [];
  let bytes = 2;
  for (const event of events) {
    const text = JSON.stringify(event);
    const size = Buffer.byteLength(text) + 1;
    // Ids and types are short. Were one not, telling nobody of it live beats holding up all that follow.
    if (size > PAYLOAD_BYTES) continue;
    if (bytes + size > PAYLOAD_BYTES) {
      yield `[${batch.join()}]`;
      batch = [];
      bytes = 2;
    }
    batch.push(text);
    bytes += size;
  }
  if (batch.length > 0) yield `[${batch.join()}]`;
}

/** Dispatches whenever something waits, looking every `intervalMs`. Any number of processes may do it. */
export function startDispatching(options: {
  database: Database;
  logger: Logger;
  now: () => Date;
  observers?: readonly EventObserver[];
  intervalMs?: number;
}): { stop(): Promise<void> } {
  const { database, logger, now, observers = [], intervalMs = 100 } = options;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    try {
      while (!stopped && (await dispatchEvents(database, now(), observers)) === BATCH);
    } catch (error) {
      logger.warn({ err: error }, 'events could not be dispatched; they wait');
    }
    if (!stopped) timer = setTimeout(() => (running = run()), intervalMs);
  }
  running = run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
