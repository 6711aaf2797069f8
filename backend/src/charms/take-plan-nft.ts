import { formatOutPoint, parseTransaction } from '@charmbills/charms';
import type { Utxo } from '../bitcoin/index.ts';
import { PlanBusyError, PlanOutdatedError, PlanSoldOutError } from './charms.errors.ts';
import { currentPlanNft } from './holdings/charm-output.repository.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';
import { isUnspent } from './plan-nft.ts';
import type { SpellServices } from './ports.ts';
import { stateOf } from './read-plan-nfts.ts';
import type { SpellRequest, SubscriptionMint } from './spell/spell-request.ts';

/** A limited sale with the NFT that it spends. */
export interface TakenPlanNft {
  readonly request: SubscriptionMint;
  readonly nft: Pick<Utxo, 'outPoint' | 'amountSats' | 'script'>;
}

export function isLimited(request: SpellRequest): request is SubscriptionMint {
  return request.kind === 'subscription_mint' && request.limited === true;
}

/**
 * The NFT of a limited plan where the blocks have put it, to be spent by the sale whose turn it is. While another sale
 * is on its way the next one waits for its block: what is left to sell is not known before.
 * @throws PlanBusyError, to be tried again; PlanSoldOutError; PlanOutdatedError when it is gone, or offers something else
 */
export async function takePlanNft(
  { database, rpc, utxos }: Pick<SpellServices, 'database' | 'rpc' | 'utxos'>,
  { merchantId }: Pick<SpellJobRow, 'merchantId'>,
  request: SubscriptionMint,
): Promise<TakenPlanNft> {
  const { planId, app, units, priceSats, merchantScript } = request;
  const nft = await currentPlanNft(database.client, { merchantId, planId, ...app });
  if (!nft) throw new PlanOutdatedError(formatOutPoint(request.planNft));
  const { txid, vout, script } = nft;
  const state = stateOf(nft.data);
  const sameOffer =
    state?.priceSats === priceSats && Buffer.compare(state.merchantScript, merchantScript) === 0;
  if (!state || !sameOffer || state.limit === null) throw new PlanOutdatedError(formatOutPoint(nft));
  if (state.limit < BigInt(units)) throw new PlanSoldOutError(state.limit);
  if (!(await isUnspent(rpc, nft))) throw new PlanBusyError();
  const raw = await utxos.getRawTransaction(txid);
  const amountSats = raw && parseTransaction(raw).outputs[vout]?.amountSats;
  if (amountSats === undefined) throw new PlanBusyError();
  const planNft = { txid, vout };
  return {
    request: { ...request, planNft, sale: { state, holderScript: script, amountSats } },
    nft: { outPoint: planNft, amountSats, script },
  };
}
