import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { checkLedger } from './check-ledger.ts';
import { deleteCheckRuns, insertCheckRun } from './check-runs.repository.ts';

export const CHECK_LEDGER = 'ledger.check';

/** Runs are remembered for so long. */
const KEEP_MS = 400 * 24 * 3_600_000;
/** A check reads everything: a large ledger takes its time. */
const LONGEST_SECONDS = 6 * 3_600;
const HEARTBEAT_SECONDS = 60;

/** Verifies the whole ledger by schedule, or when an operator asks, and keeps what it found. */
export function checkLedgerJob({
  clock,
  config,
  database,
  logger,
}: Pick<PlatformServices, 'clock' | 'config' | 'database' | 'logger'>): JobDefinition<object> {
  return {
    name: CHECK_LEDGER,
    cron: config.LEDGER_CHECK_CRON,
    retryLimit: 2,
    expireInSeconds: LONGEST_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    async handler() {
      const startedAt = clock.now();
      const { journal, failed } = await checkLedger(database);
      const finishedAt = clock.now();
      await database.transaction(async (tx) => {
        await insertCheckRun(tx, {
          startedAt,
          finishedAt,
          sound: failed === null,
          failed: failed?.check ?? null,
          culprit: failed?.culprit ?? null,
          postings: journal.postings,
          head: journal.head,
        });
        await deleteCheckRuns(tx, new Date(finishedAt.getTime() - KEEP_MS));
      });
      if (failed) logger.fatal({ alert: 'ledger_unsound', ...failed }, 'the ledger is not sound');
      else logger.info({ postings: journal.postings.toString() }, 'the ledger is sound');
    },
  };
}
