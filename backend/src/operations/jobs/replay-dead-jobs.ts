import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { lockDeadJob } from './dead-job.repository.ts';
import { readUuid } from './read-uuid.ts';

type Services = Pick<PlatformServices, 'clock' | 'database' | 'jobs'>;

/**
 * Puts a job that was given up into its queue again, as new.
 * @throws NotFoundError when it is not there, or not any more
 */
export async function replayDeadJob(
  { clock, database, jobs }: Services,
  operator: OperatorScope,
  jobId: string,
): Promise<void> {
  const id = readUuid(jobId);
  await database.transaction(async (tx) => {
    const found = id && (await lockDeadJob(tx, operator, id));
    if (!found || (await jobs.replay(tx, found.queue, [id])) === 0)
      throw new NotFoundError('dead job', jobId);
    await recordAudit(tx, clock.now(), {
      actor: operatorActor(operator),
      action: 'dead_job.replayed',
      subjectId: id,
      details: { queue: found.queue },
    });
  });
}

/**
 * Puts all jobs of a queue that were given up into it again, oldest first, a thousand at most. Returns how many.
 * @throws InvalidInputError for a queue that there is not
 */
export async function replayDeadJobs(
  { clock, database, jobs }: Services,
  operator: OperatorScope,
  queue: string,
): Promise<number> {
  if (!jobs.queues.includes(queue)) throw new InvalidInputError('queue', 'the name of a queue of jobQueues');
  return database.transaction(async (tx) => {
    const count = await jobs.replay(tx, queue);
    if (count > 0) {
      await recordAudit(tx, clock.now(), {
        actor: operatorActor(operator),
        action: 'dead_jobs.replayed',
        subjectId: queue,
        details: { count },
      });
    }
    return count;
  });
}
