import {
  buildPsbt,
  type FinalizePsbtInput,
  finalizePsbt,
  scriptToAddress,
  signInputs,
} from '../bitcoin/index.ts';
import type { PersonScope } from '../identity/index.ts';
import { AppError, ERROR_TABLE, NotFoundError } from '../platform/errors/index.ts';
import { recordEvents } from '../platform/events/index.ts';
import { broadcastSpell } from './broadcast-spell.ts';
import { SpellJobStateError } from './charms.errors.ts';
import { extendReservations } from './funding/reservation.repository.ts';
import { advanceSpellJobs, findOwnSpellJob, findPublicKey } from './jobs/spell-job.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import type { SpellServices } from './ports.ts';
import { isLimited } from './take-plan-nft.ts';
import { cosignRequired, transactionUpdated } from './transaction-updated.ts';

/**
 * Takes back the signed transaction from whom it was handed to, checks that it is the same one and validly
 * signed, keeps it, and broadcasts it. The same again answers the same. When the node does not answer, the
 * transaction is kept and sent later. One that spends the NFT of a limited plan is put into the merchant's queue
 * instead, for a day.
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
  const submittable =
    state === 'awaiting_signature' || state === 'awaiting_cosignature' || state === 'submitted';
  if (!submittable || unsignedTx === null || prevouts === null) throw new SpellJobStateError(state);
  if (isLimited(job.request)) {
    // The last input is the plan's NFT, which its holder signs afterwards.
    const inputs = prevouts.slice(0, -1).map((_, index) => index);
    const signedTx = signInputs({ psbt, unsignedTx, prevouts, inputs });
    await keepHalfSigned(services, person, job, { unsignedTx, prevouts, signedTx });
    return;
  }
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

/** How long a merchant has to sign. */
const COSIGN_MS = 24 * 3_600_000;

async function keepHalfSigned(
  { clock, config, database }: SpellServices,
  person: PersonScope,
  { id, transactionId, request }: SpellJobRow,
  {
    unsignedTx,
    prevouts,
    signedTx,
  }: Pick<FinalizePsbtInput, 'unsignedTx' | 'prevouts'> & {
    readonly signedTx: Uint8Array;
  },
): Promise<void> {
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + COSIGN_MS);
  const network = config.BITCOIN_NETWORK;
  const holderScript = isLimited(request) ? request.sale?.holderScript : undefined;
  const holder = holderScript && scriptToAddress(holderScript, network);
  await database.transaction(async (tx) => {
    const publicKey = holder === undefined ? undefined : await findPublicKey(tx, holder);
    const psbt = buildPsbt({ unsignedTx, prevouts, network, publicKey, signed: signedTx });
    const [waiting] = await advanceSpellJobs(tx, 'half_signed', [id], now, { signedTx, psbt, expiresAt });
    if (waiting) {
      await extendReservations(tx, id, expiresAt);
      await recordEvents(tx, now, [transactionUpdated(waiting), cosignRequired(waiting)]);
      return;
    }
    const present = await findOwnSpellJob(tx, person, transactionId);
    const state = present?.state ?? 'unknown';
    if (state !== 'awaiting_cosignature' && state !== 'submitted') throw new SpellJobStateError(state);
  });
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
