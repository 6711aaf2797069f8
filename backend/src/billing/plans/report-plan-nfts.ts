import type { Tx } from '../../platform/database/index.ts';
import type { PlanOnChain } from '../ports.ts';
import { movePlanNfts } from './plan-mint.repository.ts';

/** Where a plan's NFT is by the blocks, and what it offers. */
export interface PlanNftReport {
  readonly merchantId: string;
  readonly planId: string;
  readonly onChain: PlanOnChain;
  readonly name: string;
  /** Of one period, at least. */
  readonly priceSats: bigint;
  /** Periods that may still be sold; null is without limit. */
  readonly limit: bigint | null;
}

/**
 * Tells billing where plans' NFTs are: plans follow theirs, with what is left to sell, as long as it offers what the
 * plan does. One that was edited elsewhere to another name or price stays where it was, and its purchases are refused.
 */
export async function reportPlanNfts(tx: Tx, reports: readonly PlanNftReport[]): Promise<void> {
  if (reports.length > 0) await movePlanNfts(tx, reports);
}
