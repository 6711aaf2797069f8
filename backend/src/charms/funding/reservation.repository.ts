import { formatOutPoint, type OutPoint } from '@charmbills/charms';
import type { Tx } from '../../platform/database/index.ts';

/**
 * Those of `outPoints` that must not fund a transaction: promised to another job, spent by a transaction of
 * ours that is on its way, or holding a charm of a plan of ours.
 */
export async function takenOutPoints(tx: Tx, outPoints: readonly OutPoint[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<OutPoint[]>`
    SELECT txid, vout
    FROM unnest(${outPoints.map(({ txid }) => txid)}::text[], ${outPoints.map(({ vout }) => vout)}::int[])
      AS candidate (txid, vout)
    WHERE EXISTS (SELECT 1 FROM utxo_reservations r
        WHERE r.txid = candidate.txid AND r.vout = candidate.vout)
      OR EXISTS (SELECT 1 FROM charm_outputs o
        WHERE o.txid = candidate.txid AND o.vout = candidate.vout AND o.spent_by_txid IS NULL)
      OR EXISTS (SELECT 1 FROM chain_inputs i
        JOIN chain_transactions t ON t.merchant_id = i.merchant_id AND t.id = i.transaction_id
        WHERE i.txid = candidate.txid AND i.vout = candidate.vout AND t.status = 'pending')`;
  return new Set(rows.map(formatOutPoint));
}

export interface Reservation {
  readonly merchantId: string;
  readonly spellJobId: string;
  readonly outPoints: readonly OutPoint[];
  readonly expiresAt: Date;
}

/** Promises outputs to a job: all of them, or false when another job was quicker with one. */
export async function reserveOutPoints(tx: Tx, reservation: Reservation): Promise<boolean> {
  const { merchantId, spellJobId, outPoints, expiresAt } = reservation;
  // In one order, so that two who want the same outputs wait for each other instead of locking each other.
  const ordered = [...outPoints].sort((a, b) => (formatOutPoint(a) < formatOutPoint(b) ? -1 : 1));
  const { count } = await tx.utxoReservation.createMany({
    data: ordered.map(({ txid, vout }) => ({ txid, vout, merchantId, spellJobId, expiresAt })),
    skipDuplicates: true,
  });
  return count === outPoints.length;
}

export async function extendReservations(tx: Tx, spellJobId: string, expiresAt: Date): Promise<void> {
  await tx.utxoReservation.updateMany({ where: { spellJobId }, data: { expiresAt } });
}

export async function releaseReservations(tx: Tx, spellJobIds: readonly string[]): Promise<void> {
  await tx.utxoReservation.deleteMany({ where: { spellJobId: { in: [...spellJobIds] } } });
}
