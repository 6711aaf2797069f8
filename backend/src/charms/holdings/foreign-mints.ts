import {
  CharmsError,
  decodeData,
  decodePlanState,
  formatOutPoint,
  type OutPoint,
  TAG,
} from '@charmbills/charms';
import type { ConnectedBlock } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { ForeignMint } from '../ports.ts';
import { findPlanNfts, type PlanApp, type PlanNftRow, unitsSpentBy } from './charm-output.repository.ts';
import type { PlanSpell } from './record-holdings.ts';

/** A mint that was found, before a chain transaction stands for it. */
export type FoundMint = Omit<ForeignMint, 'transactionId'> & {
  readonly txid: string;
  /** The outputs it spends. */
  readonly spends: readonly OutPoint[];
};

/**
 * Units of our plans that transactions made elsewhere mint in this block. Moving units mints none: what
 * counts is what the outputs hold beyond the inputs. One mint for each transaction and merchant; where it
 * serves several recipients, the one who gets most, with what they get.
 */
export async function findForeignMints(
  tx: Tx,
  block: ConnectedBlock,
  spells: readonly PlanSpell[],
): Promise<FoundMint[]> {
  const candidates = spells.filter(
    ({ own, charms }) => !own && charms.some(({ app }) => app.tag === TAG.token),
  );
  if (candidates.length === 0) return [];
  const spent = await unitsSpentBy(
    tx,
    candidates.map(({ transaction }) => transaction.txid),
  );
  const nfts = new Map(
    (await findPlanNfts(tx, candidates.flatMap(planSources))).map((nft) => [formatOutPoint(nft), nft]),
  );
  return candidates.flatMap((candidate) => {
    const merchants = new Map<string, FoundMint>();
    for (const plan of new Set(candidate.charms.map((charm) => charm.plan))) {
      const mint = mintOf(block, candidate, plan, spent, nfts);
      if (mint && !merchants.has(plan.merchantId)) merchants.set(plan.merchantId, mint);
    }
    return [...merchants.values()];
  });
}

function mintOf(
  block: ConnectedBlock,
  candidate: PlanSpell,
  plan: PlanApp,
  spent: ReadonlyMap<string, bigint>,
  nfts: ReadonlyMap<string, PlanNftRow>,
): FoundMint | undefined {
  const { transaction, charms } = candidate;
  const { merchantId, planId } = plan;
  const placed = charms.filter((charm) => charm.app.tag === TAG.token && charm.plan === plan);
  const total = placed.reduce((sum, { units }) => sum + units, 0n);
  const minted = total - (spent.get(`${transaction.txid}/${planId}`) ?? 0n);
  const [most] = [...placed].sort((a, b) =>
    a.units === b.units ? a.vout - b.vout : a.units > b.units ? -1 : 1,
  );
  const nft = planSources(candidate)
    .map((outPoint) => nfts.get(formatOutPoint(outPoint)))
    .find((each) => each?.merchantId === merchantId && each.planId === planId);
  const merchantScript = nft && merchantScriptOf(nft);
  if (minted <= 0n || !most || !nft || !merchantScript) return undefined;

  const paidSats = transaction.outputs
    .filter(({ script }) => Buffer.compare(script, merchantScript) === 0)
    .reduce((sum, { amountSats }) => sum + amountSats, 0n);
  return {
    merchantId,
    planId,
    txid: transaction.txid,
    spends: transaction.spends,
    recipientScript: transaction.outputs[most.vout]?.script ?? new Uint8Array(),
    units: most.units < minted ? most.units : minted,
    paidSats,
    planStateCurrent: isCurrent(nft, block.height),
    blockTime: block.time,
  };
}

/** Undefined where another contract than the one we know keeps other states. */
function merchantScriptOf({ data }: PlanNftRow): Uint8Array | undefined {
  try {
    return decodePlanState(decodeData(data)).merchantScript;
  } catch (error) {
    if (error instanceof CharmsError) return undefined;
    throw error;
  }
}

/** A state that this very block ends was still the present one when the block came. */
export function isCurrent({ spentAtHeight }: Pick<PlanNftRow, 'spentAtHeight'>, height: number): boolean {
  return spentAtHeight === null || spentAtHeight >= height;
}

/** Where a mint can take its plan from. */
function planSources({ spell }: PlanSpell): OutPoint[] {
  return [...(spell.tx.refs ?? []), ...(spell.tx.ins ?? [])];
}
