import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import { releaseExpiredHolds } from './holds/release-expired-holds.ts';
import { sealPostings } from './seals/seal-postings.ts';

const INTERVAL_MS = 2_000;

/**
 * What the ledger needs done every few seconds, in any number of workers at once: expired holds are released, and
 * what was posted is sealed. Schedules of the job queue are a minute apart at best, hence a timer of its own.
 */
export function startLedgerUpkeep(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalMs?: number;
}): { stop(): Promise<void> } {
  const { database, clock, logger, intervalMs = INTERVAL_MS } = options;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void>;

  async function run(): Promise<void> {
    try {
      while (!stopped && (await releaseExpiredHolds(database, clock.now())) > 0);
    } catch (error) {
      logger.warn({ err: error }, 'expired holds could not be released: they are tried again');
    }
    try {
      for (const { number, postingCount, hash } of await sealPostings(database, () => !stopped)) {
        // The hash in the log is a witness outside of the database.
        logger.info({ seal: number.toString(), postings: postingCount.toString(), hash }, 'ledger sealed');
      }
    } catch (error) {
      logger.warn({ err: error }, 'the ledger could not be sealed: it is tried again');
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
