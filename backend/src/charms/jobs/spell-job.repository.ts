import type { Prevout } from '../../bitcoin/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type SpellRequest, toStoredRequest } from '../spell/spell-request.ts';
import { formatFeeRate } from '../spell/transaction-size.ts';
import { type SpellJobEvent, type SpellJobState, stateAfter, statesBefore } from './spell-job.ts';
import { type SpellJobRow, toSpellJobRow, toStoredPrevouts } from './spell-job-row.ts';

export interface NewSpellJob {
  readonly merchantId: string;
  readonly id: string;
  readonly transactionId: string;
  readonly personId: string;
  readonly request: SpellRequest;
  readonly changeAddress: string;
  readonly expiresAt: Date;
}

/** What a step writes down beside the state. */
export interface SpellJobChanges {
  readonly feeRate?: bigint;
  readonly spell?: Uint8Array;
  readonly prevouts?: readonly Prevout[];
  readonly unsignedTx?: Uint8Array;
  readonly psbt?: string;
  readonly proverFeeSats?: bigint;
  readonly planCurrent?: boolean;
  readonly expiresAt?: Date;
  /** Why it failed; any step that succeeds clears what was noted before. */
  readonly problem?: Problem;
}

/** Code and public text of an error. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

export async function createSpellJob(tx: Tx, job: NewSpellJob, now: Date): Promise<void> {
  const { request, ...columns } = job;
  await tx.spellJob.create({
    data: { ...columns, state: 'queued', request: toStoredRequest(request), createdAt: now, updatedAt: now },
  });
}

/** For the workers, whose ids come from our own rows. */
export async function readSpellJob(tx: Tx, id: string): Promise<SpellJobRow | undefined> {
  const row = await tx.spellJob.findUnique({ where: { id } });
  return row ? toSpellJobRow(row) : undefined;
}

/** The job behind a transaction that this person is to sign. */
export async function findOwnSpellJob(
  tx: Tx,
  { personId }: PersonScope,
  transactionId: string,
): Promise<SpellJobRow | undefined> {
  const row = await tx.spellJob.findFirst({ where: { personId, transactionId } });
  return row ? toSpellJobRow(row) : undefined;
}

export async function spellJobsOf(tx: Tx, transactionIds: readonly string[]): Promise<SpellJobRow[]> {
  const rows = await tx.spellJob.findMany({ where: { transactionId: { in: [...transactionIds] } } });
  return rows.map(toSpellJobRow);
}

/**
 * Takes jobs one step further: those of `ids` whose state allows `event` (and is one of `from`, when given);
 * they come back as they are then. Of two who try the same step, one finds nothing left to do.
 */
export async function advanceSpellJobs(
  tx: Tx,
  event: SpellJobEvent,
  ids: readonly string[],
  now: Date,
  { from, ...changes }: SpellJobChanges & { readonly from?: readonly SpellJobState[] } = {},
): Promise<SpellJobRow[]> {
  const { feeRate, prevouts, problem, spell, unsignedTx, ...plain } = changes;
  const states = statesBefore(event).filter((state) => !from || from.includes(state));
  const rows = await tx.spellJob.updateManyAndReturn({
    where: { id: { in: [...ids] }, state: { in: states } },
    data: {
      ...plain,
      state: stateAfter(event),
      updatedAt: now,
      errorCode: problem?.code ?? null,
      errorMessage: problem?.message ?? null,
      ...(feeRate !== undefined && { feeRate: formatFeeRate(feeRate) }),
      ...(prevouts && { prevouts: toStoredPrevouts(prevouts) }),
      ...(spell && { spell: Buffer.from(spell) }),
      ...(unsignedTx && { unsignedTx: Buffer.from(unsignedTx) }),
    },
  });
  return rows.map(toSpellJobRow);
}

/** One more question to the prover. Nothing when the job is no longer at that step. */
export async function countAttempt(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.spellJob.updateMany({
    where: { id, state: 'proving' },
    data: { attempts: { increment: 1 }, updatedAt: now },
  });
  return count === 1;
}

/** Why a job does not get on, while it goes on trying. */
export async function noteProblem(tx: Tx, id: string, problem: Problem, now: Date): Promise<void> {
  await tx.spellJob.updateMany({
    where: { id, state: { in: ['queued', 'proving'] } },
    data: { errorCode: problem.code, errorMessage: problem.message, updatedAt: now },
  });
}

/** Whether this person has had the very same spell before, in whatever job. */
export async function isSpellKnown(tx: Tx, personId: string, spell: Uint8Array): Promise<boolean> {
  const where = { personId, spell: Buffer.from(spell) };
  return (await tx.spellJob.findFirst({ where, select: { id: true } })) !== null;
}

/** Jobs whose time is over, oldest first. */
export async function lapsedSpellJobs(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.spellJob.findMany({
    where: { state: { in: statesBefore('lapsed') }, expiresAt: { lte: now } },
    orderBy: { expiresAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Writes whether the plan was current when the transactions of these jobs were first seen. */
export async function setPlanCurrent(tx: Tx, ids: readonly string[], planCurrent: boolean): Promise<void> {
  await tx.spellJob.updateMany({ where: { id: { in: [...ids] } }, data: { planCurrent } });
}

/** Subscription mints among these whose plan had moved on when they were first seen. */
export async function outdatedMints(
  tx: Tx,
  merchantId: string,
  transactionIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.spellJob.findMany({
    where: { merchantId, transactionId: { in: [...transactionIds] }, planCurrent: false },
    select: { transactionId: true },
  });
  return rows.map(({ transactionId }) => transactionId);
}
