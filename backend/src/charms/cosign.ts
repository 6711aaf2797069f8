import { signInputs } from '../bitcoin/index.ts';
import { merchantActor, recordAudit } from '../compliance/index.ts';
import type { MerchantScope } from '../identity/index.ts';
import { AppError, ERROR_TABLE, NotFoundError } from '../platform/errors/index.ts';
import { recordEvents } from '../platform/events/index.ts';
import { broadcastSpell } from './broadcast-spell.ts';
import { SpellJobStateError } from './charms.errors.ts';
import { giveUpSpells } from './give-up-spells.ts';
import { advanceSpellJobs, findMerchantSpellJob } from './jobs/spell-job.repository.ts';
import type { SpellServices } from './ports.ts';
import { transactionUpdated } from './transaction-updated.ts';

/**
 * Takes back a limited sale from the merchant, who signed the input that holds the plan's NFT: checks that it is the
 * transaction that was proved and its subscriber signed, adds that one signature to theirs, keeps it, and broadcasts it.
 * The same again answers the same. When the node does not answer, it is kept and sent later.
 * @throws NotFoundError for another merchant's; SpellJobStateError; PsbtMismatchError, PsbtIncompleteError;
 * PlanOutdatedError, BroadcastRejectedError, after which the job has failed
 */
export async function submitCosignedTransaction(
  services: SpellServices,
  scope: MerchantScope,
  transactionId: string,
  psbt: string,
): Promise<void> {
  const { clock, database, logger } = services;
  const job = await findMerchantSpellJob(database.client, scope, transactionId);
  if (job === undefined) throw new NotFoundError('transaction', transactionId);
  const { id, merchantId, state, unsignedTx, prevouts, signedTx } = job;
  if (state === 'submitted') return;
  if (state !== 'awaiting_cosignature' || !unsignedTx || !prevouts || !signedTx)
    throw new SpellJobStateError(state);
  const inputs = [prevouts.length - 1];
  const raw = signInputs({ psbt, unsignedTx, prevouts, inputs, signed: signedTx });
  const now = clock.now();
  await database.transaction(async (tx) => {
    const from = ['awaiting_cosignature'] as const;
    const [signed] = await advanceSpellJobs(tx, 'signed', [id], now, { signedTx: raw, from });
    if (!signed) {
      const present = (await findMerchantSpellJob(tx, scope, transactionId))?.state ?? 'unknown';
      if (present !== 'submitted') throw new SpellJobStateError(present);
      return;
    }
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'transaction.cosigned',
      subjectId: transactionId,
      merchantId,
      details: {},
    });
    await recordEvents(tx, now, [transactionUpdated(signed)]);
  });
  try {
    await broadcastSpell(services, id);
  } catch (error) {
    if (error instanceof AppError && !ERROR_TABLE[error.code].retryable) throw error;
    logger.warn({ err: error, transactionId }, 'it is not known whether it was sent; sent again later');
  }
}

/**
 * Takes a sale out of the merchant's queue unsigned, and frees its inputs. Declining it again changes nothing.
 * @throws NotFoundError for another merchant's; SpellJobStateError when it is not in the queue
 */
export async function declineCosignature(
  { chainObservers, clock, database }: Pick<SpellServices, 'chainObservers' | 'clock' | 'database'>,
  scope: MerchantScope,
  transactionId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const job = await findMerchantSpellJob(tx, scope, transactionId);
    if (job === undefined) throw new NotFoundError('transaction', transactionId);
    const now = clock.now();
    const from = ['awaiting_cosignature'] as const;
    const declining = { event: 'canceled', failure: 'expired', from } as const;
    const declined = await giveUpSpells(tx, chainObservers, [job.id], declining, now);
    if (declined.length === 0) {
      const state = (await findMerchantSpellJob(tx, scope, transactionId))?.state ?? job.state;
      if (state !== 'expired') throw new SpellJobStateError(state);
      return;
    }
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'transaction.declined',
      subjectId: transactionId,
      merchantId: scope.merchantId,
      details: {},
    });
  });
}
