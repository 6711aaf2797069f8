import { COLLECTIONS } from './collections.ts';
import { keyPrefix, OWNER_KIND } from './keys.ts';
import { COLLECTION_ROWS, type Session, stagedKey } from './staging.repository.ts';
import { type GroupSum, OTHER } from './totals.ts';

interface SumRow {
  readonly collection: string;
  readonly currency: string;
  readonly rows: string;
  readonly amount: string | null;
}

async function sums(session: Session, sql: string, values: readonly unknown[] = []): Promise<GroupSum[]> {
  const { rows } = await session.query<SumRow>(sql, [...values]);
  return rows.map(({ collection, currency, rows: count, amount }) => ({
    collection,
    currency,
    rows: BigInt(count),
    amount: BigInt(amount ?? 0),
  }));
}

/** The attempt's opening balances as they stand in the ledger's journal, one row each, with what was locked. */
function openings(attempt: number): string {
  return `SELECT c.name AS collection, t.key, t.currency, t.amount, coalesce(h.amount, 0) AS locked,
      a.owner_kind, a.owner_id, a.kind AS account_kind
    FROM ${COLLECTION_ROWS}
    JOIN ledger_journal t ON t.key >= '${keyPrefix(attempt)}' || c.name || ':'
      AND t.key < '${keyPrefix(attempt)}' || c.name || ';'
    JOIN ledger_accounts a ON a.number = t.to_number
    LEFT JOIN ledger_journal h ON h.posting_number = t.posting_number AND h.action = 'hold'`;
}

/** What is in the ledger, read from its journal. */
export function sumPosted(session: Session, attempt: number): Promise<GroupSum[]> {
  return sums(
    session,
    `SELECT o.collection, o.currency, count(*) AS rows, sum(o.amount) AS amount FROM (${openings(attempt)}) o
     GROUP BY o.collection, o.currency`,
  );
}

/** What would be posted yet: accepted rows that are not in the journal. */
export function sumUnposted(session: Session, attempt: number): Promise<GroupSum[]> {
  return sums(
    session,
    `SELECT c.name AS collection, s.currency, count(*) AS rows, sum(s.available + s.locked) AS amount
     FROM legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection
     LEFT JOIN ledger_journal j ON j.key = ${stagedKey(attempt)}
     WHERE s.reason IS NULL AND s.available + s.locked > 0 AND j.key IS NULL GROUP BY c.name, s.currency`,
  );
}

/** Accepted rows of nothing. */
export function sumEmpty(session: Session): Promise<GroupSum[]> {
  return sums(
    session,
    `SELECT c.name AS collection, s.currency, count(*) AS rows, 0 AS amount
     FROM legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection
     WHERE s.reason IS NULL AND s.available + s.locked = 0 GROUP BY c.name, s.currency`,
  );
}

/** What is set aside, as written down for the attempt. */
export function sumQuarantine(
  session: Session,
  attempt: number,
  codes: readonly string[],
): Promise<GroupSum[]> {
  return sums(
    session,
    `SELECT q.collection, CASE WHEN q.currency = ANY ($2) THEN q.currency ELSE '${OTHER}' END AS currency,
       count(*) AS rows, sum(q.amount) AS amount
     FROM legacy_wallet_quarantine q WHERE q.attempt = $1 GROUP BY 1, 2`,
    [attempt, codes],
  );
}

/** What would be set aside. */
export function sumStagedFaults(session: Session, codes: readonly string[]): Promise<GroupSum[]> {
  return sums(
    session,
    `SELECT c.name AS collection, CASE WHEN s.currency = ANY ($1) THEN s.currency ELSE '${OTHER}' END AS currency,
       count(*) AS rows, sum(s.available + s.locked) AS amount
     FROM legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection
     WHERE s.reason IS NOT NULL GROUP BY 1, 2`,
    [codes],
  );
}

export interface ReasonCount {
  readonly reason: string;
  readonly collection: string;
  readonly rows: bigint;
}

/** Rows set aside by reason. */
export async function countReasons(session: Session): Promise<ReasonCount[]> {
  const { rows } = await session.query<{ reason: string; collection: string; rows: string }>(
    `SELECT s.reason, c.name AS collection, count(*) AS rows FROM legacy_staged s
     JOIN ${COLLECTION_ROWS} ON c.place = s.collection
     WHERE s.reason IS NOT NULL GROUP BY s.reason, c.name, c.place ORDER BY s.reason, c.place`,
  );
  return rows.map(({ reason, collection, rows: count }) => ({ reason, collection, rows: BigInt(count) }));
}

/** Different users of accepted rows, and how many of them are known already. */
export async function countUsers(
  session: Session,
): Promise<{ readonly users: bigint; readonly known: bigint }> {
  const { rows } = await session.query<{ users: string; known: string }>(
    `SELECT count(*) AS users, count(u.legacy_user_id) AS known
     FROM (SELECT DISTINCT user_id FROM legacy_staged WHERE reason IS NULL) s
     LEFT JOIN legacy_wallet_users u ON u.legacy_user_id = s.user_id`,
  );
  return { users: BigInt(rows[0]?.users ?? 0), known: BigInt(rows[0]?.known ?? 0) };
}

export type DifferenceKind = 'changed' | 'vanished' | 'missing';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly key: string;
}

export interface Differences {
  readonly counts: Readonly<Record<DifferenceKind, bigint>>;
  /** The first of them, by key. */
  readonly examples: readonly Difference[];
}

const EXAMPLES = 20;

/**
 * Accepted rows and the ledger compared one by one: user, kind of account, currency, amount and what is locked.
 * Changed rows were posted and read otherwise then; vanished ones are not accepted rows of the source any more;
 * missing ones are not posted.
 */
export async function findDifferences(session: Session, attempt: number): Promise<Differences> {
  await session.query(`CREATE TEMPORARY TABLE legacy_differences AS
    SELECT coalesce(s.key, o.key) AS key,
      CASE WHEN o.key IS NULL THEN 'missing' WHEN s.key IS NULL THEN 'vanished' ELSE 'changed' END AS kind
    FROM (
      SELECT ${stagedKey(attempt)} AS key, '${OWNER_KIND}' AS owner_kind, s.user_id AS owner_id, c.account_kind,
        s.currency, s.available + s.locked AS amount, s.locked
      FROM legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection
      WHERE s.reason IS NULL AND s.available + s.locked > 0
    ) s FULL JOIN (${openings(attempt)}) o ON o.key = s.key
    WHERE (s.owner_kind, s.owner_id, s.account_kind, s.currency, s.amount, s.locked)
      IS DISTINCT FROM (o.owner_kind, o.owner_id, o.account_kind, o.currency, o.amount, o.locked)`);
  const { rows: counted } = await session.query<{ kind: DifferenceKind; rows: string }>(
    'SELECT kind, count(*) AS rows FROM legacy_differences GROUP BY kind',
  );
  const { rows: examples } = await session.query<Difference>(
    `SELECT kind, key FROM legacy_differences WHERE kind <> 'missing' ORDER BY kind, key LIMIT ${EXAMPLES}`,
  );
  const count = (kind: DifferenceKind) => BigInt(counted.find((row) => row.kind === kind)?.rows ?? 0);
  return {
    counts: { changed: count('changed'), vanished: count('vanished'), missing: count('missing') },
    examples,
  };
}

/** Names of the collections in the order of the report. */
export const COLLECTION_NAMES: readonly string[] = COLLECTIONS.map(({ name }) => name);
