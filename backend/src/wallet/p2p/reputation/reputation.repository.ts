import type { Tx } from '../../../platform/database/index.ts';

/** What somebody's ended trades say of them. */
export interface Reputation {
  readonly personId: string;
  /** Trades that they saw through: bought, or released as the seller. */
  readonly completed: number;
  /**
   * Trades that came to nothing through them: not paid, called off or lost in a dispute as the buyer, or released by
   * an operator instead of them as the seller.
   */
  readonly failed: number;
}

/** One aggregate over two indexes, for as many people as a page shows. Nobody is missing in the answer. */
export async function readReputations(
  tx: Tx,
  personIds: readonly string[],
): Promise<Map<string, Reputation>> {
  const ids = [...personIds];
  const rows = await tx.$queryRaw<Reputation[]>`
    SELECT "personId", (count(*) FILTER (WHERE kept))::int AS completed, (count(*) FILTER (WHERE NOT kept))::int AS failed
    FROM (
      SELECT seller_id AS "personId", resolved_by IS NULL AS kept FROM p2p_trades
      WHERE seller_id = ANY(${ids}) AND status = 'released'
      UNION ALL
      SELECT buyer_id, status = 'released' FROM p2p_trades
      WHERE buyer_id = ANY(${ids}) AND status IN ('released', 'canceled', 'expired', 'refunded')
    ) ended GROUP BY "personId"`;
  const found = new Map(rows.map((row) => [row.personId, row]));
  return new Map(
    ids.map((personId) => [personId, found.get(personId) ?? { personId, completed: 0, failed: 0 }]),
  );
}

/** Of all trades that were theirs to see through, in hundredths of a percent, rounded down; null before the first. */
export function completionRateBps({ completed, failed }: Reputation): number | null {
  const ended = completed + failed;
  return ended === 0 ? null : Math.floor((completed * 10_000) / ended);
}
