import { type ChainObserver, type ChainTransactionFailure, recordFailures } from '../bitcoin/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { releaseReservations } from './funding/reservation.repository.ts';
import { advanceSpellJobs } from './jobs/spell-job.repository.ts';
import type { SpellJobEvent, SpellJobState } from './jobs/spell-job.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import type { Problem } from './problem.ts';

export interface GivingUp {
  readonly event: Extract<SpellJobEvent, 'failed' | 'canceled' | 'lapsed'>;
  readonly failure: ChainTransactionFailure;
  readonly problem?: Problem;
  /** Only those in one of these states. */
  readonly from?: readonly SpellJobState[];
}

/**
 * Gives up jobs as far as their state allows: their inputs are free again, their transactions failed, and
 * whoever observes transactions is told. Returns those that were given up.
 */
export async function giveUpSpells(
  tx: Tx,
  observers: readonly ChainObserver[],
  ids: readonly string[],
  { event, failure, problem, from }: GivingUp,
  now: Date,
): Promise<SpellJobRow[]> {
  const jobs = await advanceSpellJobs(tx, event, ids, now, {
    ...(problem && { problem }),
    ...(from && { from }),
  });
  await releaseReservations(
    tx,
    jobs.map(({ id }) => id),
  );
  await recordFailures(
    tx,
    observers,
    jobs.map(({ merchantId, transactionId }) => ({
      merchantId,
      id: transactionId,
      failure,
      conflictTxid: null,
    })),
    now,
  );
  return jobs;
}
