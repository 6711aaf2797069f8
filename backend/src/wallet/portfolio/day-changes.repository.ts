import type { Tx } from '../../platform/database/index.ts';
import { personOwner } from '../accounts/account-names.ts';
import type { WalletScope } from '../accounts/wallet-scope.ts';

/** How far the days are summed; undefined while another worker sums them. */
export async function lockCursor(tx: Tx): Promise<bigint | undefined> {
  const [row] = await tx.$queryRaw<{ posting_number: bigint }[]>`
    SELECT posting_number FROM wallet_day_cursor FOR UPDATE SKIP LOCKED`;
  return row?.posting_number;
}

/**
 * The last posting, at most this one, up to which the journal is complete: what is sealed has no gap that could still
 * be filled.
 */
export async function sealedUpTo(tx: Tx, atMost: bigint): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT least(to_posting, ${atMost}) AS number FROM ledger_seals ORDER BY ledger_seals.number DESC LIMIT 1`;
  return row?.number ?? 0n;
}

/** Adds what people's accounts gained and lost in these postings to the days on which it happened. */
export async function addDayChanges(tx: Tx, after: bigint, upTo: bigint): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO wallet_day_changes (account_number, day, change)
    SELECT e.account_number, (p.event_at AT TIME ZONE 'UTC')::date, sum(e.amount)
    FROM ledger_entries e
    JOIN ledger_postings p ON p.posting_number = e.posting_number
    JOIN ledger_accounts a ON a.number = e.account_number AND a.owner_kind = 'person'
    WHERE e.posting_number > ${after} AND e.posting_number <= ${upTo}
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (account_number, day) DO UPDATE SET change = wallet_day_changes.change + excluded.change`;
}

export async function moveCursor(tx: Tx, postingNumber: bigint): Promise<void> {
  await tx.$executeRaw`UPDATE wallet_day_cursor SET posting_number = ${postingNumber}`;
}

/** What a person gained or lost of a currency on a day; what was before the first day is counted on it. */
export interface DayChange {
  readonly currency: string;
  readonly day: Date;
  readonly change: bigint;
}

export async function findDayChanges(
  tx: Tx,
  { personId }: WalletScope,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<DayChange[]> {
  const { kind, id } = personOwner(personId);
  const rows = await tx.$queryRaw<{ currency: string; day: Date; change: string }[]>`
    SELECT a.currency, greatest(c.day, ${from}::date) AS day, sum(c.change)::text AS change
    FROM ledger_accounts a JOIN wallet_day_changes c ON c.account_number = a.number
    WHERE a.owner_kind = ${kind} AND a.owner_id = ${id} AND c.day <= ${to}::date
    GROUP BY 1, 2 ORDER BY 2, 1`;
  return rows.map(({ change, ...row }) => ({ ...row, change: BigInt(change) }));
}
