import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { CHECK_LEDGER } from '../../ledger/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { isQueued } from '../jobs/dead-job.repository.ts';

/** Has a worker verify the whole ledger, unless one is about to. */
export async function runLedgerCheck(
  { clock, database, jobs }: Pick<PlatformServices, 'clock' | 'database' | 'jobs'>,
  operator: OperatorScope,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (await isQueued(tx, CHECK_LEDGER)) return;
    await jobs.enqueue(tx, CHECK_LEDGER, {});
    await recordAudit(tx, clock.now(), {
      actor: operatorActor(operator),
      action: 'ledger_check.requested',
      subjectId: CHECK_LEDGER,
    });
  });
}
