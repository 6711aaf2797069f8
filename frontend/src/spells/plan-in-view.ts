import { CharmsError, type Data, decodePlanState, formatOutPoint, type PlanState } from '@charmbills/charms';
import type { SigningView } from './signing-view.ts';
import type { ReviewedPlan } from './spell-review.ts';

/** Place of the input that spends the NFT at `nft`, `txid:vout`. */
export function nftPlace({ tx }: SigningView, nft: string): number | undefined {
  const place = tx.inputs.findIndex(({ prevout }) => formatOutPoint(prevout) === nft);
  return place === -1 ? undefined : place;
}

/** The plan that a charm says; undefined when it says none. */
export function planState(data: Data): PlanState | undefined {
  try {
    return decodePlanState(data);
  } catch (error) {
    if (error instanceof CharmsError) return undefined;
    throw error;
  }
}

export function reviewedPlan({ name, priceSats, periodSeconds, limit }: PlanState): ReviewedPlan {
  return { name, priceSats, periodSeconds, limit };
}
