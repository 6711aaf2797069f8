import { decodeSpell, type NormalizedSpell, parseTransaction } from '@charmbills/charms';
import { addressToScript, buildPsbt, recordBuilt, UtxoSourceUnavailableError } from '../bitcoin/index.ts';
import { AppError, ERROR_TABLE } from '../platform/errors/index.ts';
import { recordEvents } from '../platform/events/index.ts';
import { EarlierTransactionOpenError, PlanBusyError, ProverAnswerWrongError } from './charms.errors.ts';
import { checkProvedTransaction, type ProvedTransaction } from './check-proved-transaction.ts';
import { fundSpell } from './fund-spell.ts';
import { extendReservations } from './funding/reservation.repository.ts';
import { giveUpSpells } from './give-up-spells.ts';
import {
  advanceSpellJobs,
  countAttempt,
  extendWait,
  noteProblem,
  readSpellJob,
} from './jobs/spell-job.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import type { SpellServices } from './ports.ts';
import { type Problem, problemOf } from './problem.ts';
import { privateInputsOf } from './spell/compose-spell.ts';
import { formatFeeRate } from './spell/transaction-size.ts';
import { transactionUpdated } from './transaction-updated.ts';

/** How long a purchase waits for others before it. */
const WAIT_MS = 24 * 3_600_000;

/** A job whose spell is built. */
type FundedJob = SpellJobRow & {
  readonly spell: Uint8Array;
  readonly prevouts: NonNullable<SpellJobRow['prevouts']>;
  readonly feeRate: bigint;
};

/**
 * Takes a job from wherever it stands to a transaction that its owner can sign. Every step is written down
 * before the next begins, so it can be cut off anywhere and run again, also twice at once. An error that
 * asking again cannot mend ends the job; any other is noted on it and thrown, for the queue to try again.
 */
export async function proveSpell(
  services: SpellServices,
  spellJobId: string,
  signal?: AbortSignal,
): Promise<void> {
  let job = await readSpellJob(services.database.client, spellJobId);
  try {
    if (job?.state === 'queued') job = await fundSpell(services, job);
    if (job?.state === 'proving' && isFunded(job)) await askProver(services, job, signal);
  } catch (error) {
    if (job === undefined || !(error instanceof AppError)) throw error;
    const problem = problemOf(error);
    if (ERROR_TABLE[error.code].retryable) {
      await note(services, job, problem);
      if (error instanceof PlanBusyError || error instanceof EarlierTransactionOpenError)
        await waitOn(services, job);
      throw error;
    }
    if (error instanceof ProverAnswerWrongError) {
      const alert = 'prover_answer_wrong';
      services.logger.error({ err: error, spellJobId, alert }, 'the prover cannot be trusted');
    }
    await giveUp(services, job, problem);
  }
}

/** Told once, however often the same is met. */
async function note({ clock, database }: SpellServices, job: SpellJobRow, problem: Problem): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    if (!(await noteProblem(tx, job.id, problem, now))) return;
    await recordEvents(tx, now, [transactionUpdated(job)]);
  });
}

/** A purchase that waits for its turn does not lapse for that, within a day. */
async function waitOn({ clock, config, database }: SpellServices, { id, createdAt }: SpellJobRow) {
  const next = clock.now().getTime() + config.SPELL_RESERVATION_SECONDS * 1_000;
  const last = createdAt.getTime() + WAIT_MS;
  await extendWait(database.client, id, new Date(Math.min(next, last)));
}

/** Only from the step that met the problem: another run may have got past it. */
async function giveUp(
  { chainObservers, clock, database }: SpellServices,
  { id, state }: SpellJobRow,
  problem: Problem,
): Promise<void> {
  const givingUp = { event: 'failed', failure: 'unbuildable', problem, from: [state] } as const;
  await database.transaction((tx) => giveUpSpells(tx, chainObservers, [id], givingUp, clock.now()));
}

function isFunded(job: SpellJobRow): job is FundedJob {
  return job.spell !== null && job.prevouts !== null && job.feeRate !== null;
}

async function askProver(services: SpellServices, job: FundedJob, signal?: AbortSignal): Promise<void> {
  const { appBinaries, clock, config, database, prover } = services;
  const network = config.BITCOIN_NETWORK;
  const spell = decodeSpell(job.spell);
  const prevTxs = await parentsOf(services, spell);
  const vks = new Set(spell.appPublicInputs.map(([{ vk }]) => vk));
  const binaries = new Map(Array.from(vks, (vk) => [vk, appBinaries.binaryOf(vk)] as const));
  if (!(await countAttempt(database.client, job.id, clock.now()))) return;
  const raw = await prover.prove(
    {
      spell,
      privateInputs: privateInputsOf(job.request, spell),
      binaries,
      prevTxs,
      changeAddress: job.changeAddress,
      feeRate: formatFeeRate(job.feeRate),
    },
    signal ? { signal } : {},
  );
  const proved = checkProvedTransaction(raw, {
    spell: job.spell,
    prevouts: job.prevouts,
    changeScript: addressToScript(job.changeAddress, network),
    feeRate: job.feeRate,
    feeRateCeiling: BigInt(Math.round(config.FEE_RATE_CEILING * 1_000)),
    proverFeeCeilingSats: config.PROVER_FEE_CEILING_SATS,
    allowMock: network === 'regtest',
  });
  await keep(services, job, raw, proved);
}

/** Hands the checked transaction to its owner, with the full time to sign it. */
async function keep(
  { clock, config, database }: SpellServices,
  job: FundedJob,
  unsignedTx: Uint8Array,
  { tx: { txid }, feeSats, proverFeeSats }: ProvedTransaction,
): Promise<void> {
  const { id, merchantId, transactionId, prevouts, publicKey } = job;
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + config.SPELL_RESERVATION_SECONDS * 1_000);
  const psbt = buildPsbt({
    unsignedTx,
    prevouts,
    network: config.BITCOIN_NETWORK,
    ...(publicKey !== null && { publicKey }),
  });
  const inputs = parseTransaction(unsignedTx).inputs.map(({ prevout }) => prevout);
  await database.transaction(async (tx) => {
    const [proved] = await advanceSpellJobs(tx, 'proved', [id], now, {
      unsignedTx,
      psbt,
      proverFeeSats,
      expiresAt,
    });
    if (proved === undefined) return;
    await extendReservations(tx, id, expiresAt);
    await recordBuilt(tx, { merchantId, id: transactionId }, { txid, feeSats, inputs }, now);
  });
}

/** The transactions that provers need: the parents of ins and refs, each once. */
async function parentsOf({ utxos }: SpellServices, { tx }: NormalizedSpell): Promise<Uint8Array[]> {
  const txids = new Set([...(tx.ins ?? []), ...(tx.refs ?? [])].map(({ txid }) => txid));
  const parents: Uint8Array[] = [];
  for (const txid of txids) {
    const raw = await utxos.getRawTransaction(txid);
    if (raw === undefined) throw new UtxoSourceUnavailableError(`transaction ${txid} is unknown`);
    parents.push(raw);
  }
  return parents;
}
