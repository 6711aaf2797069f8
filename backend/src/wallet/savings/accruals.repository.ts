import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { personOwner } from '../accounts/account-names.ts';

/** Begins to count for savings accounts that are not counted yet, from the UTC day on which they were opened. */
export async function enrolAccounts(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO savings_accruals (account_id, accrued_through)
    SELECT a.id, (a.created_at AT TIME ZONE 'UTC')::date - 1
    FROM ledger_accounts a LEFT JOIN savings_accruals s ON s.account_id = a.id
    WHERE a.owner_kind = 'person' AND a.kind = 'savings' AND s.account_id IS NULL
    ORDER BY a.id
    ON CONFLICT DO NOTHING`;
}

/** An account, and the day of it that is to be counted next. */
export interface DueDay {
  readonly accountId: string;
  readonly personId: string;
  readonly currency: string;
  readonly day: Date;
  readonly remainder: bigint;
  /** The least that was in it on that day, in the currency's smallest unit. */
  readonly lowest: bigint;
  /** All entries up to this one happened on that day or before. */
  readonly entry: bigint;
}

interface DueRow {
  readonly account_id: string;
  readonly person_id: string;
  readonly currency: string;
  readonly day: Date;
  readonly remainder: bigint;
  readonly lowest: string;
  readonly entry: bigint;
}

/**
 * For the rest of the transaction rows are reached by their indexes alone: what the planner knows of tables that grew
 * since it looked last, or when it has never looked, would have it read them whole for every account.
 */
export async function reachByIndex(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)`;
}

/**
 * The accounts that are furthest behind, up to `limit`, of those that have a day to count up to `lastDay`. Their rows
 * stay locked, and those of other workers are left out.
 */
export async function lockDueAccounts(tx: Tx, lastDay: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ account_id: string }[]>`
    SELECT account_id FROM savings_accruals WHERE accrued_through < ${lastDay}::date
    ORDER BY accrued_through, account_id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map((row) => row.account_id);
}

/**
 * What was the least in each account on its next day. The rows must be locked, by an earlier statement: this one has to
 * see what the worker before us credited.
 *
 * What was there when a day began is the present balance less all that moved since; interest counts as there from the
 * beginning of the day after the one it is for, whenever it was credited. Only entries after the last that is done
 * with are read. Interest of later days cannot be among them, since days are counted in order. Clocks of two servers
 * that disagree about midnight could make the least seem less than nothing.
 */
export async function findDueDays(tx: Tx, accountIds: readonly string[]): Promise<DueDay[]> {
  const rows = await tx.$queryRaw<DueRow[]>`
    SELECT a.id AS account_id, a.owner_id AS person_id, a.currency, due.day, due.remainder,
      greatest(a.balance - coalesce(moved.since, 0) + least(coalesce(moved.deepest, 0), 0), 0)::text AS lowest,
      coalesce(moved.first_later - 1, a.entry_count) AS entry
    FROM (
      SELECT account_id, accrued_through + 1 AS day, entry, remainder FROM savings_accruals
      WHERE account_id = ANY (${[...accountIds]}::text[])
    ) due
    JOIN ledger_accounts a ON a.id = due.account_id
    LEFT JOIN LATERAL (
      SELECT sum(e.amount) FILTER (WHERE e.day >= due.day) AS since,
        min(e.running) FILTER (WHERE e.day = due.day) AS deepest,
        min(e.entry) FILTER (WHERE e.day > due.day) AS first_later
      FROM (
        SELECT e.entry, e.amount, (p.event_at AT TIME ZONE 'UTC')::date AS day,
          sum(e.amount) OVER (PARTITION BY (p.event_at AT TIME ZONE 'UTC')::date ORDER BY e.entry) AS running
        FROM ledger_entries e JOIN ledger_postings p ON p.posting_number = e.posting_number
        WHERE e.account_number = a.number AND e.entry > due.entry AND p.kind <> 'savings.interest'
      ) e
    ) moved ON true
    ORDER BY a.id`;
  return rows.map(({ account_id, person_id, lowest, ...row }) => ({
    ...row,
    accountId: account_id,
    personId: person_id,
    lowest: BigInt(lowest),
  }));
}

export interface CountedDay extends DueDay {
  readonly interest: bigint;
}

/** Notes that these days are counted; `remainder` is what is carried on. */
export async function noteCounted(tx: Tx, days: readonly CountedDay[]): Promise<void> {
  const rows = days.map(({ accountId, day, entry, remainder, interest }) => ({
    id: accountId,
    day: day.toISOString().slice(0, 10),
    entry: entry.toString(),
    remainder: remainder.toString(),
    interest: interest.toString(),
  }));
  await tx.$executeRaw`
    UPDATE savings_accruals s SET accrued_through = r.day, entry = r.entry, remainder = r.remainder,
      paid = s.paid + r.interest
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id text, day date, entry bigint, remainder bigint, interest numeric)
    WHERE s.account_id = r.id`;
}

/** What a person's savings accounts have earned. */
export interface Earned {
  readonly currency: string;
  readonly paid: bigint;
  readonly accruedThrough: Date;
}

export async function findEarned(tx: Tx, { personId }: PersonScope): Promise<Earned[]> {
  const { kind, id } = personOwner(personId);
  const rows = await tx.$queryRaw<{ currency: string; paid: string; accrued_through: Date }[]>`
    SELECT a.currency, s.paid::text, s.accrued_through
    FROM ledger_accounts a JOIN savings_accruals s ON s.account_id = a.id
    WHERE a.owner_kind = ${kind} AND a.owner_id = ${id} AND a.kind = 'savings'`;
  return rows.map(({ currency, paid, accrued_through }) => ({
    currency,
    paid: BigInt(paid),
    accruedThrough: accrued_through,
  }));
}
