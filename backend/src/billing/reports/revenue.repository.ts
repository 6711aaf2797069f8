import type { MerchantScope } from '../../identity/index.ts';
import { Prisma, type Reads, type Tx } from '../../platform/database/index.ts';
import type { ReportPeriod } from './report-period.ts';

/** Entries of a merchant's revenue account, added up. In the currency's smallest unit; negative is what went. */
export interface RevenueRow {
  /** First day of the month, `2027-01-01`. */
  readonly month: string;
  readonly currency: string;
  /** The rail that it came or went over; `credit` for what became or was paid from credit balances. */
  readonly rail: string;
  /** Null where the money is for no plan. */
  readonly planId: string | null;
  /** The kind of the ledger's postings. */
  readonly kind: string;
  readonly amount: bigint;
}

/**
 * Entries of revenue accounts beyond those in the sums by day, with what the reports group by. `OFFSET 0` has each
 * account looked up by its numbers, however the planner likes the journal.
 */
function looseEntries(accounts: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT a.number AS account, a.owner_id AS merchant_id, e.entry, p.event_at AS at, e.currency,
      CASE WHEN o.kind LIKE 'outside.%' THEN substr(o.kind, 9) ELSE o.kind END AS rail,
      coalesce(s.plan_id, '') AS plan_id, p.kind, e.amount
    FROM (${accounts}) a
    CROSS JOIN LATERAL (
      SELECT * FROM ledger_entries e
      WHERE e.account_number = a.number AND e.entry > a.counted AND e.entry <= a.until OFFSET 0
    ) e
    JOIN ledger_postings p ON p.posting_number = e.posting_number
    JOIN ledger_accounts o ON o.number = e.counterparty_number
    LEFT JOIN invoices i ON i.merchant_id = a.owner_id AND i.id = p.metadata ->> 'invoiceId'
    LEFT JOIN subscriptions s ON s.merchant_id = i.merchant_id AND s.id = i.subscription_id`;
}

/** A merchant's revenue by the time of what happened: sums by day and the entries that are not yet in them. */
export async function readRevenue(
  tx: Reads,
  { merchantId }: MerchantScope,
  { from, to }: ReportPeriod,
): Promise<RevenueRow[]> {
  const accounts = Prisma.sql`
    SELECT l.number, l.owner_id, l.entry_count AS until, coalesce(r.entry, 0) AS counted
    FROM ledger_accounts l LEFT JOIN revenue_progress r ON r.account_number = l.number
    WHERE l.owner_kind = 'merchant' AND l.owner_id = ${merchantId} AND l.kind = 'revenue'`;
  const rows = await tx.$queryRaw<(Omit<RevenueRow, 'amount'> & { readonly amount: string })[]>`
    SELECT to_char(date_trunc('month', day), 'YYYY-MM-DD') AS month, currency, rail, nullif(plan_id, '') AS "planId",
      kind, sum(amount)::text AS amount
    FROM (
      SELECT day, currency, rail, plan_id, kind, amount FROM revenue_days
      WHERE merchant_id = ${merchantId} AND day >= ${from}::date AND day < ${to}::date
      UNION ALL
      SELECT at::date, currency, rail, plan_id, kind, amount FROM (${looseEntries(accounts)}) loose
      WHERE at >= ${from}::timestamptz AND at < ${to}::timestamptz
    ) entries
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/**
 * Adds up to `limit` entries of one account to the sums by day. The entries of an account are numbered in the order
 * in which they are committed, so that a number says what is counted. Answers with how many; 0 when nothing is left.
 */
export async function foldRevenue(tx: Tx, limit: number): Promise<number> {
  await tx.$executeRaw`
    INSERT INTO revenue_progress (account_number, entry)
    SELECT number, 0 FROM ledger_accounts
    WHERE owner_kind = 'merchant' AND kind = 'revenue' AND entry_count > 0
    ON CONFLICT DO NOTHING`;
  const [account] = await tx.$queryRaw<{ number: bigint; counted: bigint }[]>`
    SELECT r.account_number AS number, r.entry AS counted
    FROM revenue_progress r JOIN ledger_accounts l ON l.number = r.account_number
    WHERE l.entry_count > r.entry LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED`;
  if (!account) return 0;
  const { number, counted } = account;
  const accounts = Prisma.sql`
    SELECT number, owner_id, ${counted}::bigint AS counted, least(entry_count, ${counted}::bigint + ${limit}) AS until
    FROM ledger_accounts WHERE number = ${number}`;
  const [row] = await tx.$queryRaw<{ folded: number }[]>`
    WITH loose AS (${looseEntries(accounts)}), added AS (
      INSERT INTO revenue_days AS d (merchant_id, day, currency, rail, plan_id, kind, amount)
      SELECT merchant_id, at::date, currency, rail, plan_id, kind, sum(amount)
      FROM loose GROUP BY 1, 2, 3, 4, 5, 6
      ON CONFLICT (merchant_id, day, currency, rail, plan_id, kind) DO UPDATE SET amount = d.amount + excluded.amount
    ), moved AS (
      UPDATE revenue_progress SET entry = (SELECT max(entry) FROM loose) WHERE account_number = ${number}
    )
    SELECT count(*)::int AS folded FROM loose`;
  return row?.folded ?? 0;
}
