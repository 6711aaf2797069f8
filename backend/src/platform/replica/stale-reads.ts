import { type Database, openDatabase, type Reads, type StaleReads } from '../database/index.ts';
import type { Logger } from '../logging/index.ts';
import { readNewestHeartbeat } from './heartbeat.repository.ts';
import { createWriteNotices } from './write-notices.ts';

/** Chooses where reads go that may be somewhat behind: lists and reports. */
export interface StaleReadRouting {
  /** A handle that repositories take for such reads alone; `reader` names who asks, so as to show them what they wrote. */
  readsFor(reader: string | undefined): StaleReads;
  /** Before and after somebody writes: until it is certain to be on the replica, they read from the primary. */
  noteWrite(writer: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface StaleReadOptions {
  readonly database: Pick<Database, 'client'>;
  readonly logger: Logger;
  readonly primaryUrl: string;
  readonly replicaUrl: string | undefined;
  readonly poolSize: number;
  readonly maxLagSeconds: number;
  readonly checkEveryMs?: number;
}

const CHECK_EVERY_MS = 2_000;

/**
 * Without a replica everything is read from the primary. With one, it is used while it answers and the newest sign of
 * life of any process, written to the primary every few seconds, has arrived there within the bound.
 */
export function createStaleReads(options: StaleReadOptions): StaleReadRouting {
  const { database, replicaUrl } = options;
  const primary = asStale(database.client);
  return replicaUrl === undefined
    ? {
        readsFor: () => primary,
        noteWrite: async () => undefined,
        start: async () => undefined,
        stop: async () => undefined,
      }
    : routeTo(replicaUrl, primary, options);
}

function asStale({ $queryRaw }: Reads): StaleReads {
  return { $queryRaw, mayBeStale: true };
}

function routeTo(replicaUrl: string, primary: StaleReads, options: StaleReadOptions): StaleReadRouting {
  const { logger, primaryUrl, poolSize, maxLagSeconds, checkEveryMs = CHECK_EVERY_MS } = options;
  const replica = openDatabase({ url: replicaUrl, poolSize });
  const notices = createWriteNotices(primaryUrl, maxLagSeconds * 1_000, logger);
  const stale = asStale(replica.client);
  let usable = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function check(): Promise<void> {
    const reason = await problem();
    if (usable && reason) logger.warn({ reason }, 'the read replica is left out: reads go to the primary');
    if (!usable && !reason) logger.info('the read replica is in use');
    usable = reason === undefined;
    if (!stopped) timer = setTimeout(check, checkEveryMs);
  }

  async function problem(): Promise<string | undefined> {
    try {
      const newest = await readNewestHeartbeat(replica.client);
      const behind = newest ? (Date.now() - newest.getTime()) / 1_000 : Number.POSITIVE_INFINITY;
      return behind > maxLagSeconds ? `it may be ${Math.round(behind)} s behind` : undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** What fails on the replica, which is gone or has cancelled it, is read once more from the primary. */
  const guarded = asStale({
    $queryRaw: ((...statement: Parameters<Reads['$queryRaw']>) =>
      stale.$queryRaw(...statement).catch((error: unknown) => {
        logger.warn({ err: error }, 'the read replica did not answer');
        usable = false;
        return primary.$queryRaw(...statement);
      })) as Reads['$queryRaw'],
  });

  return {
    readsFor: (reader) =>
      usable && reader !== undefined && !notices.wroteLately(reader) ? guarded : primary,
    noteWrite: (writer) => notices.announce(writer),
    async start() {
      await notices.start();
      await check();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await notices.stop();
      await replica.close();
    },
  };
}
