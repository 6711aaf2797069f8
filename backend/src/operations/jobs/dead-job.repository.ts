import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { DEAD } from '../../platform/jobs/index.ts';

/** A job that was given up. */
export interface DeadJob {
  /** Its id among the dead letters. */
  readonly id: string;
  readonly queue: string;
  readonly data: unknown;
  readonly givenUpAt: Date;
  /** When it was first put into the queue. */
  readonly createdAt: Date | null;
  /** How often it was tried. */
  readonly attempts: number;
  /** What its last run said. */
  readonly output: unknown;
}

/** A place in the list: newest first to the millisecond, which is all that a Date holds, and by id within one. */
export interface DeadJobPlace {
  readonly givenUpAt: Date;
  readonly id: string;
}

export interface DeadJobFilter {
  readonly queue?: string | undefined;
  readonly before?: DeadJobPlace | undefined;
  readonly take: number;
}

export async function listDeadJobs(
  tx: Tx,
  _: OperatorScope,
  { queue, before, take }: DeadJobFilter,
): Promise<DeadJob[]> {
  return tx.$queryRaw<DeadJob[]>`
    SELECT j.id::text AS id, left(j.name, -length(${DEAD})) AS queue, j.data, j.created_on AS "givenUpAt",
      j.source_created_on AS "createdAt", coalesce(j.source_retry_count, 0) + 1 AS attempts, j.source_output AS output
    FROM pgboss.job j
    WHERE j.name IN (
        SELECT name FROM pgboss.queue
        WHERE name LIKE '%' || ${DEAD} AND (${queue ?? null}::text IS NULL OR name = ${queue ?? null} || ${DEAD}))
      AND j.state < 'active' AND NOT j.blocked
      AND (${before?.id ?? null}::uuid IS NULL
        OR (date_trunc('milliseconds', j.created_on), j.id) < (${before?.givenUpAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    ORDER BY date_trunc('milliseconds', j.created_on) DESC, j.id DESC LIMIT ${take}`;
}

/** Locked until the transaction ends, so that of two who act on it one finds it gone. */
export async function lockDeadJob(
  tx: Tx,
  _: OperatorScope,
  id: string,
): Promise<{ readonly queue: string; readonly data: unknown } | undefined> {
  const [found] = await tx.$queryRaw<{ queue: string; data: unknown }[]>`
    SELECT left(name, -length(${DEAD})) AS queue, data FROM pgboss.job
    WHERE id = ${id}::uuid AND state < 'active' AND name IN (SELECT name FROM pgboss.queue WHERE name LIKE '%' || ${DEAD})
    FOR UPDATE`;
  return found;
}

export async function deleteDeadJob(tx: Tx, _: OperatorScope, queue: string, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM pgboss.job WHERE name = ${queue + DEAD} AND id = ${id}::uuid`;
}

/** Whether a job of the queue is due, waits, or is being worked on. */
export async function isQueued(tx: Tx, queue: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM pgboss.job WHERE name = ${queue} AND state <= 'active' LIMIT 1`;
  return rows.length > 0;
}
