import type { Tx } from '../../platform/database/index.ts';
import type { Owner } from '../accounts/account.ts';
import { postingId } from '../postings/posting-id.ts';
import type { Positions } from './cursor.ts';
import type { Entry, EntryFilter } from './entry.ts';

/** An entry with the number of its account, which cursors are made of. */
export interface EntryRow {
  readonly accountNumber: bigint;
  readonly entry: Entry;
}

interface Row {
  readonly account_number: bigint;
  readonly account_id: string;
  readonly entry: bigint;
  readonly amount: string;
  readonly currency: string;
  readonly balance: string;
  readonly counterparty_id: string;
  readonly hold_id: string | null;
  readonly posting_number: bigint;
  readonly key: string;
  readonly kind: string;
  readonly event_at: Date;
  readonly created_at: Date;
  readonly description: string | null;
  readonly metadata: unknown;
}

/**
 * The newest entries of an owner's accounts before the given positions. Each account is read backwards along its
 * own index, as far as the page reaches, and the accounts are merged by posting: within an account both orders
 * are the same.
 */
export async function findEntries(
  tx: Tx,
  owner: Owner,
  { accountIds, currencies, kinds, from, to }: EntryFilter,
  before: Positions,
  limit: number,
): Promise<EntryRow[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.number AS account_number, a.id AS account_id, e.entry, e.amount::text, e.currency, e.balance::text,
      c.id AS counterparty_id, e.hold_id, e.posting_number,
      e.key, e.kind, e.event_at, e.created_at, e.description, e.metadata
    FROM ledger_accounts a
    LEFT JOIN unnest(${[...before.keys()].map(String)}::bigint[], ${[...before.values()].map(String)}::bigint[])
      AS shown (number, entry) ON shown.number = a.number
    CROSS JOIN LATERAL (
      SELECT e.*, p.key, p.kind, p.event_at, p.created_at, p.description, p.metadata
      FROM ledger_entries e JOIN ledger_postings p ON p.posting_number = e.posting_number
      WHERE e.account_number = a.number AND e.entry < coalesce(shown.entry, a.entry_count + 1)
        AND (${kinds ?? null}::text[] IS NULL OR p.kind = ANY (${kinds ?? null}::text[]))
        AND p.event_at >= coalesce(${from ?? null}::timestamptz, '-infinity')
        AND p.event_at < coalesce(${to ?? null}::timestamptz, 'infinity')
      ORDER BY e.entry DESC LIMIT ${limit}
    ) e
    JOIN ledger_accounts c ON c.number = e.counterparty_number
    WHERE a.owner_kind = ${owner.kind} AND a.owner_id = ${owner.id}
      AND (${accountIds ?? null}::text[] IS NULL OR a.id = ANY (${accountIds ?? null}::text[]))
      AND (${currencies ?? null}::text[] IS NULL OR a.currency = ANY (${currencies ?? null}::text[]))
    ORDER BY e.posting_number DESC, e.line DESC, e.entry DESC LIMIT ${limit}`;
  return rows.map(toEntryRow);
}

function toEntryRow(row: Row): EntryRow {
  return {
    accountNumber: row.account_number,
    entry: {
      accountId: row.account_id,
      number: row.entry,
      amount: BigInt(row.amount),
      currency: row.currency,
      balance: BigInt(row.balance),
      counterpartyId: row.counterparty_id,
      holdId: row.hold_id,
      posting: {
        id: postingId(row.posting_number, row.created_at),
        key: row.key,
        kind: row.kind,
        eventAt: row.event_at,
        createdAt: row.created_at,
        description: row.description,
        metadata: row.metadata,
      },
    },
  };
}
