import type { Tx } from '../../platform/database/index.ts';
import type { Run, Statement } from './door.repository.ts';
import type { HoldFacts } from './encode-postings.ts';

/** What the database answers of one posting. */
export interface PostedRow {
  readonly number: bigint;
  readonly createdAt: Date;
  readonly replayed: boolean;
}

const POST_TRANSFER: Statement = {
  name: 'ledger_post_transfer',
  text: `INSERT INTO ledger_post_transfer
      (key, input_hash, kind, event_at, description, metadata, from_id, to_id, amount, currency)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING posting_number, created_at, replayed`,
};

const POST: Statement = {
  name: 'ledger_post',
  text: `INSERT INTO ledger_post (asked_at, accounts, holds,
      keys, input_hashes, kinds, event_ats, descriptions, metadatas, reversed,
      postings, actions, froms, tos, hold_places, amounts, currencies, expiries)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    RETURNING posting_numbers, created_ats, replayed`,
};

/** Through the door of one plain transfer; `values` are from `encodeTransfer`. */
export async function insertTransfer(run: Run, values: readonly unknown[]): Promise<PostedRow> {
  const [row] = await run(POST_TRANSFER, values);
  if (row === undefined) throw new Error('the ledger gave no answer');
  return toPostedRow(row.posting_number, row.created_at, row.replayed);
}

/** Through the door of postings; `values` are from `encodePostings`. */
export async function insertPostings(run: Run, values: readonly unknown[]): Promise<PostedRow[]> {
  const [row] = await run(POST, values);
  if (row === undefined) throw new Error('the ledger gave no answer');
  const {
    posting_numbers: numbers,
    created_ats: createdAts,
    replayed,
  } = row as Record<string, readonly unknown[]>;
  return (numbers ?? []).map((number, i) => toPostedRow(number, createdAts?.[i], replayed?.[i]));
}

/** The pool's driver reads big integers as text, Prisma as bigint. */
function toPostedRow(number: unknown, createdAt: unknown, replayed: unknown): PostedRow {
  if (!(createdAt instanceof Date)) throw new TypeError('the ledger gave no time');
  return { number: BigInt(String(number)), createdAt, replayed: replayed === true };
}

const HOLD_FACTS: Statement = {
  name: 'ledger_hold_facts',
  text: `SELECT h.id, a.id AS account, a.currency FROM ledger_holds h
    JOIN ledger_accounts a ON a.number = h.account_number WHERE h.id = ANY ($1)`,
};

/** Account and currency of each hold that exists. */
export async function findHoldFacts(run: Run, holdIds: readonly string[]): Promise<Map<string, HoldFacts>> {
  const rows = await run(HOLD_FACTS, [holdIds]);
  return new Map(
    rows.map(({ id, account, currency }) => [
      String(id),
      { account: String(account), currency: String(currency) },
    ]),
  );
}

const PLACED_HOLDS: Statement = {
  name: 'ledger_placed_holds',
  text: `SELECT posting_number, hold_id FROM ledger_journal
    WHERE posting_number = ANY ($1) AND action = 'hold' ORDER BY posting_number, line`,
};

/** The holds that each of these postings placed, in order. */
export async function findPlacedHolds(run: Run, numbers: readonly bigint[]): Promise<Map<bigint, string[]>> {
  const rows = await run(PLACED_HOLDS, [numbers.map(String)]);
  const placed = new Map<bigint, string[]>();
  for (const { posting_number: number, hold_id: holdId } of rows) {
    const key = BigInt(String(number));
    placed.set(key, [...(placed.get(key) ?? []), String(holdId)]);
  }
  return placed;
}

/** A movement of a posting as it stands in the journal; accounts by id. */
export interface MovementRow {
  readonly action: string;
  readonly from: string;
  readonly to: string | null;
  readonly hold: string | null;
  readonly amount: bigint;
  readonly currency: string;
}

export interface PostingRow {
  readonly number: bigint;
  readonly createdAt: Date;
  readonly key: string;
  readonly kind: string;
  readonly eventAt: Date;
  readonly description: string | null;
  readonly metadata: unknown;
  readonly reverses: { readonly number: bigint; readonly createdAt: Date } | null;
  readonly movements: readonly MovementRow[];
}

interface JournalRow {
  readonly number: bigint;
  readonly created_at: Date;
  readonly action: string;
  readonly from: string;
  readonly to: string | null;
  readonly hold: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly key: string;
  readonly kind: string;
  readonly event_at: Date;
  readonly description: string | null;
  readonly metadata: unknown;
  readonly reverses: bigint | null;
  readonly reverses_created_at: Date | null;
}

/** Those postings that there are, by number, each with its movements in order. */
export async function findPostings(tx: Tx, numbers: readonly bigint[]): Promise<Map<bigint, PostingRow>> {
  const rows = await tx.$queryRaw<JournalRow[]>`
    SELECT j.posting_number AS number, p.created_at, j.action, f.id AS "from", t.id AS "to", j.hold_id AS hold,
      j.amount::text AS amount, j.currency, p.key, p.kind, p.event_at, p.description, p.metadata, p.reverses,
      r.created_at AS reverses_created_at
    FROM ledger_journal p
    JOIN ledger_journal j ON j.posting_number = p.posting_number
    JOIN ledger_accounts f ON f.number = j.from_number
    LEFT JOIN ledger_accounts t ON t.number = j.to_number
    LEFT JOIN ledger_journal r ON r.posting_number = p.reverses AND r.line = 1
    WHERE p.posting_number = ANY (${numbers.map(String)}::bigint[]) AND p.line = 1
    ORDER BY j.posting_number, j.line`;
  const postings = new Map<bigint, PostingRow & { readonly movements: MovementRow[] }>();
  for (const row of rows) {
    const posting = postings.get(row.number) ?? { ...toPosting(row), movements: [] };
    const { action, from, to, hold, amount, currency } = row;
    posting.movements.push({ action, from, to, hold, amount: BigInt(amount), currency });
    postings.set(row.number, posting);
  }
  return postings;
}

function toPosting(row: JournalRow): Omit<PostingRow, 'movements'> {
  const { number, key, kind, description, metadata, reverses, reverses_created_at: reversedAt } = row;
  return {
    number,
    createdAt: row.created_at,
    key,
    kind,
    eventAt: row.event_at,
    description,
    metadata,
    reverses: reverses === null || reversedAt === null ? null : { number: reverses, createdAt: reversedAt },
  };
}
