import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteDeadJob, lockDeadJob } from './dead-job.repository.ts';
import { readUuid } from './read-uuid.ts';
import { redact } from './redact.ts';

const REASON_LENGTH = 500;

/**
 * Forgets a job that was given up: it will not be done. The audit log keeps what it was.
 * @throws NotFoundError, InvalidInputError
 */
export async function discardDeadJob(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  operator: OperatorScope,
  jobId: string,
  reasonText: string,
): Promise<void> {
  const reason = reasonText.trim();
  if (reason.length === 0 || reason.length > REASON_LENGTH) {
    throw new InvalidInputError('reason', `1 to ${REASON_LENGTH} characters`);
  }
  const id = readUuid(jobId);
  await database.transaction(async (tx) => {
    const found = id && (await lockDeadJob(tx, operator, id));
    if (!found) throw new NotFoundError('dead job', jobId);
    await deleteDeadJob(tx, operator, found.queue, id);
    await recordAudit(tx, clock.now(), {
      actor: operatorActor(operator),
      action: 'dead_job.discarded',
      subjectId: id,
      details: { queue: found.queue, reason, payload: JSON.stringify(redact(found.data)) },
    });
  });
}
