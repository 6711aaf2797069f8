import { encodeSpell, type NormalizedSpell } from '@charmbills/charms';
import { addressToScript, estimateFeeRate, type Utxo } from '../bitcoin/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { recordEvents } from '../platform/events/index.ts';
import { PlanBusyError } from './charms.errors.ts';
import { chooseFunding } from './funding/choose-funding.ts';
import { reserveOutPoints, takenOutPoints } from './funding/reservation.repository.ts';
import { inputsOfRivals } from './inputs-of-rivals.ts';
import { advanceSpellJobs, isSpellKnown } from './jobs/spell-job.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import { assertPlanUnspent } from './plan-nft.ts';
import type { SpellServices } from './ports.ts';
import { composeSpell, type SpellParts } from './spell/compose-spell.ts';
import { estimateUnsignedBytes, fundingTypeOf, parseFeeRate, rateToAsk } from './spell/transaction-size.ts';
import { isLimited, type TakenPlanNft, takePlanNft } from './take-plan-nft.ts';
import { transactionUpdated } from './transaction-updated.ts';

/** Rounds of choosing again because another job was quicker, before the job itself is tried again later. */
const ROUNDS = 10;
const ANY_INPUT = { txid: '00'.repeat(32), vout: 0 };

type Services = Pick<SpellServices, 'appBinaries' | 'clock' | 'config' | 'database' | 'rpc' | 'utxos'>;

/** Another job reserved one of the chosen outputs first: choose again. */
class OutPointsTaken extends Error {}

/**
 * The first step: chooses and reserves the outputs that pay for it, fixes the fee rate and the spell, all
 * written down at once. Returns the job, or undefined when it was called off meanwhile.
 * @throws PlanOutdatedError, PlanSoldOutError, PlanBusyError, FundsInsufficientError, InputsSpentError,
 * EarlierTransactionOpenError; whatever the node or the source of outputs throws when it cannot be asked
 */
export async function fundSpell(services: Services, job: SpellJobRow): Promise<SpellJobRow | undefined> {
  const { config, database, rpc, utxos } = services;
  await assertPlanUnspent(rpc, job.request);
  const taken = isLimited(job.request) ? await takePlanNft(services, job, job.request) : undefined;
  const parts: Omit<SpellParts, 'ins'> = {
    request: taken?.request ?? job.request,
    signerScript: addressToScript(job.changeAddress, config.BITCOIN_NETWORK),
    contractVk: services.appBinaries.currentVk,
    mock: config.BITCOIN_NETWORK === 'regtest',
  };
  const feeRate = parseFeeRate(
    await estimateFeeRate(rpc, {
      floor: config.FEE_RATE_FLOOR,
      ceiling: config.FEE_RATE_CEILING,
      targetBlocks: config.FEE_TARGET_BLOCKS,
    }),
  );
  const need = {
    rivals: await inputsOfRivals(services, job),
    address: job.changeAddress,
    fundingType: fundingTypeOf(parts.signerScript),
    draft: composeSpell({ ...parts, ins: [ANY_INPUT] }),
    feeRate,
    proverFeeCeilingSats: config.PROVER_FEE_CEILING_SATS,
    beside: taken && { fundingType: fundingTypeOf(taken.nft.script), amountSats: taken.nft.amountSats },
  };
  for (let round = 1; ; round++) {
    const funding = await chooseFunding(
      utxos,
      (outPoints) => takenOutPoints(database.client, outPoints),
      need,
    );
    try {
      return await database.transaction((tx) =>
        reserve(tx, services, job, parts, { funding, nft: taken?.nft }, feeRate),
      );
    } catch (error) {
      if (!(error instanceof OutPointsTaken) || round === ROUNDS) throw error;
    }
  }
}

async function reserve(
  tx: Tx,
  { clock }: Services,
  job: SpellJobRow,
  parts: Omit<SpellParts, 'ins'>,
  { funding, nft }: { readonly funding: readonly Utxo[]; readonly nft: TakenPlanNft['nft'] | undefined },
  targetRate: bigint,
): Promise<SpellJobRow | undefined> {
  const { merchantId, id, personId, expiresAt } = job;
  const now = clock.now();
  if (
    nft &&
    !(await reserveOutPoints(tx, { merchantId, spellJobId: id, outPoints: [nft.outPoint], expiresAt }))
  )
    throw new PlanBusyError();
  const spent = nft ? [...funding, nft] : funding;
  const outPoints = spent.map(({ outPoint }) => outPoint);
  const spell = await composeUnknownSpell(tx, personId, { ...parts, ins: outPoints });
  const inputTypes = spent.map(({ script }) => fundingTypeOf(script));
  const [funded] = await advanceSpellJobs(tx, 'funded', [id], now, {
    spell: encodeSpell(spell),
    ...(nft && { request: parts.request }),
    prevouts: spent.map(({ amountSats, script }) => ({ amountSats, script })),
    feeRate: rateToAsk(targetRate, estimateUnsignedBytes(spell, inputTypes.length), inputTypes),
  });
  if (funded === undefined) return undefined;
  const reserved = await reserveOutPoints(tx, {
    merchantId,
    spellJobId: id,
    outPoints: funding.map(({ outPoint }) => outPoint),
    expiresAt,
  });
  if (!reserved) throw new OutPointsTaken('another job was quicker');
  await recordEvents(tx, now, [transactionUpdated(job)]);
  return funded;
}

/**
 * A spell that this person has not had before. Provers remember answers by the spell alone: the very same
 * one again, after a job was given up, would come back with the fee rate of that time, and as the very same
 * transaction.
 */
async function composeUnknownSpell(tx: Tx, personId: string, parts: SpellParts): Promise<NormalizedSpell> {
  for (let distinction = 0n; ; distinction++) {
    const spell = composeSpell({ ...parts, distinction });
    if (!(await isSpellKnown(tx, personId, encodeSpell(spell)))) return spell;
  }
}
