import { decodeSpell, type NormalizedSpell } from '@charmbills/charms';
import type { Prevout } from '../../bitcoin/index.ts';
import type { MerchantScope, PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Problem } from '../problem.ts';
import { fromStoredRequest, type SpellRequest, toStoredRequest } from '../spell/spell-request.ts';
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
  readonly publicKey: string | null;
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
  readonly signedTx?: Uint8Array;
  readonly expiresAt?: Date;
  readonly request?: SpellRequest;
  /** Why it failed; any step that succeeds clears what was noted before. */
  readonly problem?: Problem;
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

/** What the chain's news of transactions needs to know of their jobs. */
export type SpellJobOutline = Pick<SpellJobRow, 'id' | 'transactionId' | 'state' | 'request' | 'planCurrent'>;

export async function spellJobsOf(tx: Tx, transactionIds: readonly string[]): Promise<SpellJobOutline[]> {
  const rows = await tx.spellJob.findMany({
    where: { transactionId: { in: [...transactionIds] } },
    select: { id: true, transactionId: true, state: true, request: true, planCurrent: true },
  });
  return rows.map(({ state, request, ...row }) => ({
    ...row,
    state: state as SpellJobState,
    request: fromStoredRequest(request),
  }));
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
  const { feeRate, prevouts, problem, request, signedTx, spell, unsignedTx, ...plain } = changes;
  const states = statesBefore(event).filter((state) => !from || from.includes(state));
  const rows = await tx.spellJob.updateManyAndReturn({
    where: { id: { in: [...ids] }, state: { in: states } },
    data: {
      ...plain,
      state: stateAfter(event),
      updatedAt: now,
      errorCode: problem?.code ?? null,
      errorMessage: problem?.message ?? null,
      ...(request && { request: toStoredRequest(request) }),
      ...(feeRate !== undefined && { feeRate: formatFeeRate(feeRate) }),
      ...(prevouts && { prevouts: toStoredPrevouts(prevouts) }),
      ...(spell && { spell: Buffer.from(spell) }),
      ...(unsignedTx && { unsignedTx: Buffer.from(unsignedTx) }),
      ...(signedTx && { signedTx: Buffer.from(signedTx) }),
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

/** Why a job does not get on, while it goes on trying. False when that was known, or it has got on. */
export async function noteProblem(tx: Tx, id: string, problem: Problem, now: Date): Promise<boolean> {
  const { count } = await tx.spellJob.updateMany({
    where: {
      id,
      state: { in: ['queued', 'proving'] },
      OR: [{ errorCode: null }, { errorCode: { not: problem.code } }],
    },
    data: { errorCode: problem.code, errorMessage: problem.message, updatedAt: now },
  });
  return count === 1;
}

/**
 * Transactions of this person that were begun and not sent: those that can still be signed, and those given up
 * since `since` after the prover was asked, which may be at work on them still. Others that would count wait
 * until the caller's database transaction ends.
 */
export async function countUnsentLocked(tx: Tx, personId: string, since: Date): Promise<number> {
  await tx.$queryRaw`SELECT 1 FROM people WHERE id = ${personId} FOR NO KEY UPDATE`;
  return tx.spellJob.count({
    where: {
      personId,
      OR: [
        { state: { in: ['queued', 'proving', 'awaiting_signature'] } },
        { state: { in: ['failed', 'expired'] }, attempts: { gt: 0 }, updatedAt: { gt: since } },
      ],
    },
  });
}

/** The untweaked key of whoever signs in with an address, if their wallet has told it. */
export async function findPublicKey(tx: Tx, address: string): Promise<string | undefined> {
  const found = await tx.person.findUnique({ where: { address }, select: { publicKey: true } });
  return found?.publicKey ?? undefined;
}

/** Gives a job that waits for its turn more time, `until` at most. */
export async function extendWait(tx: Tx, id: string, until: Date): Promise<void> {
  await tx.spellJob.updateMany({
    where: { id, state: 'queued', expiresAt: { lt: until } },
    data: { expiresAt: until },
  });
}

/** The job behind a transaction of a merchant's. */
export async function findMerchantSpellJob(
  tx: Tx,
  { merchantId }: MerchantScope,
  transactionId: string,
): Promise<SpellJobRow | undefined> {
  const row = await tx.spellJob.findFirst({ where: { merchantId, transactionId } });
  return row ? toSpellJobRow(row) : undefined;
}

/** Whether this person has had the very same spell before, in whatever job. */
export async function isSpellKnown(tx: Tx, personId: string, spell: Uint8Array): Promise<boolean> {
  const where = { personId, spell: Buffer.from(spell) };
  return (await tx.spellJob.findFirst({ where, select: { id: true } })) !== null;
}

/** Jobs whose time is over, oldest first. The states are spelled out for the index over open jobs. */
export async function lapsedSpellJobs(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM spell_jobs
    WHERE state IN ('queued', 'proving', 'awaiting_signature', 'awaiting_cosignature') AND expires_at <= ${now}
    ORDER BY expires_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Signed transactions that may not have reached the network since `before`, oldest first. */
export async function unsentSpellJobs(tx: Tx, before: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM spell_jobs
    WHERE state = 'submitted' AND signed_tx IS NOT NULL AND updated_at <= ${before}
    ORDER BY updated_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Locks a submitted job whose transaction is not known to be sent; false when there is none (any more). */
export async function lockUnsent(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM spell_jobs WHERE id = ${id} AND state = 'submitted' AND signed_tx IS NOT NULL FOR UPDATE`;
  return rows.length > 0;
}

/**
 * The transactions of these jobs have reached the network, and found the plan as it is said here; null leaves
 * that as it is.
 */
export async function markSeen(
  tx: Tx,
  ids: readonly string[],
  planCurrent: boolean | null,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.spellJob.updateMany({
    where: { id: { in: [...ids] }, state: { in: statesBefore('seen') } },
    data: {
      state: stateAfter('seen'),
      signedTx: null,
      errorCode: null,
      errorMessage: null,
      updatedAt: now,
      ...(planCurrent !== null && { planCurrent }),
    },
  });
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

/** A transaction made here. */
export interface OwnSpell {
  readonly merchantId: string;
  readonly planId: string;
  readonly kind: SpellRequest['kind'];
  readonly txid: string;
}

/**
 * Those of these transactions that were made, and so checked, here. `OFFSET 0` makes each one look into an
 * index, however the planner likes the tables.
 */
export async function ownSpells(tx: Tx, txids: readonly string[]): Promise<OwnSpell[]> {
  return tx.$queryRaw<OwnSpell[]>`
    SELECT t.merchant_id AS "merchantId", t.plan_id AS "planId", t.kind, t.txid
    FROM unnest(${txids}::text[]) AS sought (txid)
    CROSS JOIN LATERAL (
      SELECT t.merchant_id, t.id, t.plan_id, t.kind, t.txid FROM chain_transactions t
      WHERE t.txid = sought.txid AND t.plan_id IS NOT NULL OFFSET 0
    ) t
    CROSS JOIN LATERAL (
      SELECT 1 FROM spell_jobs j
      WHERE j.merchant_id = t.merchant_id AND j.transaction_id = t.id AND j.unsigned_tx IS NOT NULL OFFSET 0
    ) j`;
}

/** The spells of a merchant's plan mints whose transaction is built. */
export async function builtPlanMints(
  tx: Tx,
  merchantId: string,
  transactionIds: readonly string[],
): Promise<{ transactionId: string; txid: string; spell: NormalizedSpell }[]> {
  const rows = await tx.spellJob.findMany({
    where: { merchantId, transactionId: { in: [...transactionIds] }, transaction: { kind: 'plan_mint' } },
    select: { transactionId: true, spell: true, transaction: { select: { txid: true } } },
  });
  return rows.flatMap(({ transactionId, spell, transaction: { txid } }) =>
    spell !== null && txid !== null ? [{ transactionId, txid, spell: decodeSpell(spell) }] : [],
  );
}
