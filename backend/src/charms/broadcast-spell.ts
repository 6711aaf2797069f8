import { parseTransaction } from '@charmbills/charms';
import { type BitcoinRpc, broadcast, recordBroadcast } from '../bitcoin/index.ts';
import { AppError, ERROR_TABLE } from '../platform/errors/index.ts';
import { PlanOutdatedError } from './charms.errors.ts';
import { giveUpSpells } from './give-up-spells.ts';
import { lockUnsent, markSeen, readSpellJob } from './jobs/spell-job.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import { assertPlanUnspent, isUnspent } from './plan-nft.ts';
import type { SpellServices } from './ports.ts';
import { problemOf } from './problem.ts';
import { rolesOf } from './spell/compose-spell.ts';

type SignedJob = SpellJobRow & { readonly signedTx: Uint8Array };

/**
 * Sends the signed transaction of a submitted job and notes that it is on its way; nothing when that is
 * done already. Sending happens between database transactions, so it can be cut off and run again anywhere.
 * @throws PlanOutdatedError, BroadcastRejectedError, after which the job has failed; anything else leaves the
 * outcome unknown and the job as it was
 */
export async function broadcastSpell(services: SpellServices, spellJobId: string): Promise<void> {
  const { chainObservers, clock, database, rpc } = services;
  const job = await readSpellJob(database.client, spellJobId);
  if (job?.state !== 'submitted' || !isSigned(job)) return;
  try {
    await assertPlanCurrent(rpc, job);
    await broadcast(rpc, job.signedTx);
  } catch (error) {
    if (error instanceof AppError && !ERROR_TABLE[error.code].retryable) await fail(services, job, error);
    throw error;
  }
  const now = clock.now();
  const { id, merchantId, transactionId, signedTx, request } = job;
  await database.transaction(async (tx) => {
    if (!(await lockUnsent(tx, id))) return;
    await markSeen(tx, [id], request.kind === 'subscription_mint' ? true : null, now);
    await recordBroadcast(tx, chainObservers, { merchantId, id: transactionId }, signedTx, now);
  });
}

function isSigned(job: SpellJobRow): job is SignedJob {
  return job.signedTx !== null;
}

/** Unless another run has found in the meantime that it is on its way. */
async function fail({ chainObservers, clock, database }: SpellServices, job: SignedJob, error: AppError) {
  await database.transaction(async (tx) => {
    if (!(await lockUnsent(tx, job.id))) return;
    const problem = problemOf(error);
    const givingUp = { event: 'failed', failure: 'rejected', problem } as const;
    await giveUpSpells(tx, chainObservers, [job.id], givingUp, clock.now());
  });
}

/** A transaction that is on its way already is not held back: its token is there. */
async function assertPlanCurrent(rpc: BitcoinRpc, { request, signedTx }: SignedJob): Promise<void> {
  try {
    await assertPlanUnspent(rpc, request);
  } catch (error) {
    if (!(error instanceof PlanOutdatedError)) throw error;
    const token = { txid: parseTransaction(signedTx).txid, vout: rolesOf(request).indexOf('TOKEN') };
    if (!(await isUnspent(rpc, token))) throw error;
  }
}
