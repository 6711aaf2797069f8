import { finalizePsbt } from '../bitcoin/index.ts';
import type { PersonScope } from '../identity/index.ts';
import { AppError, ERROR_TABLE, NotFoundError } from '../platform/errors/index.ts';
import { recordEvents } from '../platform/events/index.ts';
import { broadcastSpell } from './broadcast-spell.ts';
import { SpellJobStateError } from './charms.errors.ts';
import { advanceSpellJobs, findOwnSpellJob } from './jobs/spell-job.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import type { SpellServices } from './ports.ts';
import { transactionUpdated } from './transaction-updated.ts';

/**
 * Takes back the signed transaction from whom it was handed to, checks that it is the same one and validly
 * signed, keeps it, and broadcasts it. The same again answers the same. When the node does not answer, the
 * transaction is kept and sent later.
 * @throws NotFoundError for anybody else's; SpellJobStateError; PsbtMismatchError, PsbtIncompleteError;
 * PlanOutdatedError, BroadcastRejectedError, after which the job has failed
 */
export async function submitSignedTransaction(
  services: SpellServices,
  person: PersonScope,
  transactionId: string,
  psbt: string,
): Promise<void> {
  const job = await findOwnSpellJob(services.database.client, person, transactionId);
  if (job === undefined) throw new NotFoundError('transaction', transactionId);
  const { id, state, unsignedTx, prevouts } = job;
  const submittable = state === 'awaiting_signature' || state === 'submitted';
  if (!submittable || unsignedTx === null || prevouts === null) throw new SpellJobStateError(state);
  const raw = finalizePsbt({ psbt, unsignedTx, prevouts });
  if (state === 'awaiting_signature') await keepSigned(services, person, job, raw);
  try {
    await broadcastSpell(services, id);
  } catch (error) {
    if (error instanceof AppError && !ERROR_TABLE[error.code].retryable) throw error;
    services.logger.warn(
      { err: error, transactionId },
      'it is not known whether it was sent; sent again later',
    );
  }
}

/** Of two submissions at once the second finds the first's transaction, which is the same. */
async function keepSigned(
  { clock, database }: SpellServices,
  person: PersonScope,
  { id, transactionId }: SpellJobRow,
  signedTx: Uint8Array,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    const [signed] = await advanceSpellJobs(tx, 'signed', [id], now, { signedTx });
    if (signed) {
      await recordEvents(tx, now, [transactionUpdated(signed)]);
      return;
    }
    const present = await findOwnSpellJob(tx, person, transactionId);
    if (present?.state !== 'submitted') throw new SpellJobStateError(present?.state ?? 'unknown');
  });
}
