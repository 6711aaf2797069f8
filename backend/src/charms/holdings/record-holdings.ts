import { encodeData, type NormalizedSpell, TAG } from '@charmbills/charms';
import type { ConnectedBlock } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type OwnSpell, ownSpells } from '../jobs/spell-job.repository.ts';
import { type BlockSpell, type PlacedCharm, placedCharms, spellsOf } from './block-spells.ts';
import { findPlanApps, insertCharmOutputs, markSpent, type PlanApp } from './charm-output.repository.ts';
import type { Verdicts } from './verdicts.ts';

/** A valid spell that concerns a plan of ours. */
export interface PlanSpell extends BlockSpell {
  /** Set when the transaction was made here. */
  readonly own: OwnSpell | undefined;
  readonly charms: readonly (PlacedCharm & { readonly plan: PlanApp })[];
}

/**
 * Writes down what a block does to the charms of our plans: which outputs carry them now, and which carried
 * them until now. Charms come from valid spells alone; those of transactions made here were verified before
 * anybody signed. Costs a fixed number of statements. Returns the spells, in the block's order.
 */
export async function recordHoldings(
  tx: Tx,
  block: ConnectedBlock,
  verdicts: Verdicts,
): Promise<PlanSpell[]> {
  const found = await findPlanSpells(tx, spellsOf(block), verdicts);
  await insertCharmOutputs(
    tx,
    found.flatMap((spell) => charmOutputs(spell, block.height)),
  );
  const spends = block.transactions.flatMap(({ txid, spends }) =>
    spends.map((outPoint) => ({ ...outPoint, byTxid: txid })),
  );
  await markSpent(tx, block.height, spends);
  return found;
}

async function findPlanSpells(
  tx: Tx,
  spells: readonly BlockSpell[],
  verdicts: Verdicts,
): Promise<PlanSpell[]> {
  if (spells.length === 0) return [];
  const own = new Map(
    (
      await ownSpells(
        tx,
        spells.map(({ transaction }) => transaction.txid),
      )
    ).map((each) => [each.txid, each]),
  );
  const identities = spells.flatMap(({ spell }) => spell.appPublicInputs.map(([app]) => app.identity));
  const plans = new Map(
    (await findPlanApps(tx, [...new Set(identities)])).map((plan) => [`${plan.identity}/${plan.vk}`, plan]),
  );
  const found: PlanSpell[] = [];
  for (const each of spells) {
    const ours = own.get(each.transaction.txid);
    if (ours?.kind === 'plan_mint') {
      for (const plan of mintedPlans(ours, each.spell)) plans.set(`${plan.identity}/${plan.vk}`, plan);
    }
    const charms = placedCharms(each.spell).flatMap((charm) => {
      const plan = plans.get(`${charm.app.identity}/${charm.app.vk}`);
      return plan ? [{ ...charm, plan }] : [];
    });
    if (charms.length > 0 && (ours || (await verdicts.isValid(each))))
      found.push({ ...each, own: ours, charms });
  }
  return found;
}

function mintedPlans({ merchantId, planId }: OwnSpell, spell: NormalizedSpell): PlanApp[] {
  return spell.appPublicInputs
    .filter(([{ tag }]) => tag === TAG.nft)
    .map(([{ identity, vk }]) => ({ merchantId, planId, identity, vk }));
}

function charmOutputs({ transaction, charms }: PlanSpell, blockHeight: number) {
  return charms.map(({ app, vout, units, data, plan }) => ({
    merchantId: plan.merchantId,
    planId: plan.planId,
    txid: transaction.txid,
    vout,
    tag: app.tag,
    appIdentity: app.identity,
    appVk: app.vk,
    units,
    data: encodeData(data),
    script: transaction.outputs[vout]?.script ?? new Uint8Array(),
    blockHeight,
  }));
}
