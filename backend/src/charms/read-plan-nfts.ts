import { CharmsError, decodeData, decodePlanState, type OutPoint, type PlanState } from '@charmbills/charms';
import type { Tx } from '../platform/database/index.ts';
import { currentPlanNfts } from './holdings/charm-output.repository.ts';

/** Where a plan's NFT is, and what it says. */
export interface PlanNft {
  readonly merchantId: string;
  readonly planId: string;
  readonly app: { readonly identity: string; readonly vk: string };
  readonly nft: OutPoint;
  readonly state: PlanState;
}

/** The NFTs that came in the block of this height, or all there are, as the blocks have them now. */
export async function readPlanNfts(tx: Tx, height: number | null): Promise<PlanNft[]> {
  return (await currentPlanNfts(tx, height)).flatMap(
    ({ merchantId, planId, identity, vk, txid, vout, data }) => {
      const state = stateOf(data);
      return state ? [{ merchantId, planId, app: { identity, vk }, nft: { txid, vout }, state }] : [];
    },
  );
}

/** Undefined where another contract than the one we know keeps other states. */
export function stateOf(data: Uint8Array): PlanState | undefined {
  try {
    return decodePlanState(decodeData(data));
  } catch (error) {
    if (error instanceof CharmsError) return undefined;
    throw error;
  }
}
