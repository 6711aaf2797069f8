import { keyPrefix } from './keys.ts';
import type { Opening } from './opening-posting.ts';
import { COLLECTION_ROWS, type Session } from './staging.repository.ts';

/** Opening balances of the attempt that are not reversed, in SQL. */
function standing(attempt: number): string {
  return `SELECT c.place, c.name AS collection, t.key, t.posting_number, t.from_number, t.to_number, t.currency,
      t.amount, h.hold_id, coalesce(h.amount, 0) AS locked
    FROM ${COLLECTION_ROWS}
    JOIN ledger_journal t ON t.key >= '${keyPrefix(attempt)}' || c.name || ':'
      AND t.key < '${keyPrefix(attempt)}' || c.name || ';'
    LEFT JOIN ledger_journal h ON h.posting_number = t.posting_number AND h.action = 'hold'
    LEFT JOIN ledger_journal r ON r.reverses = t.posting_number
    WHERE r.reverses IS NULL`;
}

export async function countStanding(session: Session, attempt: number): Promise<bigint> {
  const { rows } = await session.query<{ count: string }>(
    `SELECT count(*) AS count FROM (${standing(attempt)}) o`,
  );
  return BigInt(rows[0]?.count ?? 0);
}

/** An account from which money has gone, or may go. */
export interface SpentAccount {
  readonly userId: string;
  readonly kind: string;
  readonly currency: string;
}

/**
 * Accounts that money has left other than by a reversal, or whose legacy hold is not as it was placed, or that have
 * locked so much more that the opening balance is not free.
 */
export async function findSpent(session: Session, attempt: number): Promise<SpentAccount[]> {
  const { rows } = await session.query<{ owner_id: string; kind: string; currency: string }>(
    `SELECT a.owner_id, a.kind, a.currency FROM (
       SELECT o.to_number, sum(o.amount) AS amount, sum(o.locked) AS locked,
         coalesce(bool_or(h.captured + h.released > 0), false) AS settled
       FROM (${standing(attempt)}) o LEFT JOIN ledger_holds h ON h.id = o.hold_id GROUP BY o.to_number
     ) o JOIN ledger_accounts a ON a.number = o.to_number
     WHERE o.settled OR a.balance - a.locked + o.locked < o.amount
       OR EXISTS (SELECT FROM ledger_journal j
         WHERE j.from_number = a.number AND j.from_entry IS NOT NULL AND j.reverses IS NULL)
     ORDER BY a.owner_id, a.kind, a.currency`,
  );
  return rows.map(({ owner_id: userId, kind, currency }) => ({ userId, kind, currency }));
}

/** An opening balance to take back. */
export interface StandingOpening extends Opening {
  readonly collection: string;
}

interface OpeningRow {
  readonly collection: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: string;
  readonly locked: string;
}

/** What is to be reversed, so many at a time, in the order of posting. Keeps no transaction open. */
export async function* standingOpenings(
  session: Session,
  attempt: number,
  batch: number,
): AsyncGenerator<StandingOpening[]> {
  await session.query(`DECLARE legacy_standing NO SCROLL CURSOR WITH HOLD FOR
    SELECT o.collection, o.key, f.id AS "from", t.id AS "to", o.currency, o.amount, o.locked
    FROM (${standing(attempt)}) o
    JOIN ledger_accounts f ON f.number = o.from_number JOIN ledger_accounts t ON t.number = o.to_number
    ORDER BY o.posting_number`);
  for (;;) {
    const { rows } = await session.query<OpeningRow>(`FETCH ${batch} FROM legacy_standing`);
    if (rows.length === 0) break;
    yield rows.map(({ amount, locked, ...row }) => ({
      ...row,
      total: BigInt(amount),
      locked: BigInt(locked),
    }));
  }
  await session.query('CLOSE legacy_standing');
}
