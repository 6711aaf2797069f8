import type { Tx } from '../../platform/database/index.ts';
import type { HoldView } from './hold.ts';

interface HoldRow {
  readonly id: string;
  readonly account_id: string;
  readonly currency: string;
  readonly amount: string;
  readonly captured: string;
  readonly released: string;
  readonly status: HoldView['status'];
  readonly expires_at: Date | null;
  readonly created_at: Date;
}

export async function findHold(tx: Tx, id: string): Promise<HoldView | null> {
  const rows = await tx.$queryRaw<HoldRow[]>`
    SELECT h.id, a.id AS account_id, a.currency, h.amount::text, h.captured::text, h.released::text, h.status,
      h.expires_at, h.created_at
    FROM ledger_holds h JOIN ledger_accounts a ON a.number = h.account_number WHERE h.id = ${id}`;
  const [row] = rows;
  return row === undefined ? null : toView(row);
}

/** Open holds of an account, oldest first. */
export async function findOpenHolds(tx: Tx, accountId: string, limit: number): Promise<HoldView[]> {
  const rows = await tx.$queryRaw<HoldRow[]>`
    SELECT h.id, a.id AS account_id, a.currency, h.amount::text, h.captured::text, h.released::text, h.status,
      h.expires_at, h.created_at
    FROM ledger_holds h JOIN ledger_accounts a ON a.number = h.account_number
    WHERE a.id = ${accountId} AND h.status = 'open' ORDER BY h.id LIMIT ${limit}`;
  return rows.map(toView);
}

/** Takes expired open holds that nobody else is busy with, and keeps them locked until the transaction ends. */
export async function takeExpiredHolds(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM ledger_holds WHERE status = 'open' AND expires_at <= ${now}
    ORDER BY id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

function toView(row: HoldRow): HoldView {
  const [amount, captured, released] = [BigInt(row.amount), BigInt(row.captured), BigInt(row.released)];
  return {
    id: row.id,
    accountId: row.account_id,
    currency: row.currency,
    amount,
    captured,
    released,
    remaining: amount - captured - released,
    status: row.status,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
  };
}
