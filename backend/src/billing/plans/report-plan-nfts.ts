import type { Tx } from '../../platform/database/index.ts';
import { movePlanNfts, type PlanNftReport } from './plan-mint.repository.ts';

/**
 * Tells billing where plans' NFTs are: plans follow theirs, with what is left to sell, as long as it offers what the
 * plan does. One that was edited elsewhere to another name or price stays where it was, and its purchases are refused.
 */
export async function reportPlanNfts(tx: Tx, reports: readonly PlanNftReport[]): Promise<void> {
  if (reports.length > 0) await movePlanNfts(tx, reports);
}
