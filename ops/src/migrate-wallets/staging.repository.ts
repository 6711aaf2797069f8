import type pg from 'pg';
import { COLLECTIONS } from './collections.ts';
import type { JudgedRow, QuarantineReason } from './judge-document.ts';
import { keyEnd, keyPrefix, OWNER_KIND } from './keys.ts';

/** A connection that the temporary tables of a run live on. */
export type Session = Pick<pg.ClientBase, 'query'>;

/** A judged row and where it stands: the place of its collection in COLLECTIONS, and its own, from 1. */
export interface StagedRow extends JudgedRow {
  readonly collection: number;
  readonly position: number;
}

/**
 * Suits the session to joins of millions of rows. Right after the postings PostgreSQL has no statistics of them yet,
 * takes the attempt's for few, and would compare every row with every other.
 */
export async function prepareSession(session: Session): Promise<void> {
  await session.query("SET work_mem = '64MB'; SET enable_nestloop = off");
}

/** Makes the temporary table of all rows. It is gone with the connection. */
export async function createStaging(session: Session): Promise<void> {
  await session.query(`CREATE TEMPORARY TABLE legacy_staged (
    collection SMALLINT NOT NULL, position BIGINT NOT NULL, document_id TEXT COLLATE "C", user_id TEXT COLLATE "C",
    currency TEXT COLLATE "C", decimals SMALLINT, available NUMERIC(38,0), locked NUMERIC(38,0),
    found_available TEXT, found_locked TEXT, found_total TEXT, reason TEXT, detail TEXT)`);
}

export async function insertStaged(session: Session, rows: readonly StagedRow[]): Promise<void> {
  const units = (amount: bigint | null) => amount?.toString() ?? null;
  await session.query({
    name: 'legacy_insert_staged',
    text: `INSERT INTO legacy_staged SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::text[], $4::text[],
      $5::text[], $6::smallint[], $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[], $12::text[],
      $13::text[])`,
    values: [
      rows.map(({ collection }) => collection),
      rows.map(({ position }) => position),
      rows.map(({ documentId }) => documentId),
      rows.map(({ userId }) => userId),
      rows.map(({ currency }) => currency),
      rows.map(({ decimals }) => decimals),
      rows.map(({ available }) => units(available)),
      rows.map(({ locked }) => units(locked)),
      rows.map(({ found }) => found.available),
      rows.map(({ found }) => found.locked),
      rows.map(({ found }) => found.total),
      rows.map(({ fault }) => fault?.reason ?? null),
      rows.map(({ fault }) => fault?.detail ?? null),
    ],
  });
}

/** Sets aside all rows of a user and currency that a collection has several of, and of an `_id` likewise. */
export async function setDuplicatesAside(session: Session): Promise<void> {
  const asFound = (amount: string) => `trim_scale(s.${amount} * ('1e-' || s.decimals)::numeric)::text`;
  const setAside = (columns: readonly string[], reason: QuarantineReason, what: string) =>
    session.query(`UPDATE legacy_staged s
      SET reason = '${reason}', detail = 'the collection has ' || d.rows || ' ${what}',
        found_available = ${asFound('available')}, found_locked = ${asFound('locked')}
      FROM (SELECT collection, ${columns}, count(*) AS rows FROM legacy_staged
        GROUP BY collection, ${columns} HAVING count(*) > 1) d
      WHERE s.reason IS NULL AND s.collection = d.collection
        AND ${columns.map((column) => `s.${column} = d.${column}`).join(' AND ')}`);
  await setAside(['user_id', 'currency'], 'duplicate', 'rows of this user and currency');
  await setAside(['document_id'], 'duplicate_id', 'documents of this _id');
  await session.query('ANALYZE legacy_staged');
}

/** An accepted row that is still to be posted, or whose account is still to be opened. */
export interface PendingRow {
  readonly collection: (typeof COLLECTIONS)[number];
  readonly documentId: string;
  readonly userId: string;
  readonly currency: string;
  readonly total: bigint;
  readonly locked: bigint;
}

/** Collection names by their place, as a relation `c (place, name, account_kind)`. */
export const COLLECTION_ROWS = `(VALUES ${COLLECTIONS.map(
  ({ name, accountKind }, place) => `(${place}, '${name}', '${accountKind}')`,
).join(', ')}) AS c (place, name, account_kind)`;

/** The ledger's key of an accepted row, in SQL. */
export function stagedKey(attempt: number): string {
  return `('${keyPrefix(attempt)}' || c.name || ':' || s.document_id) COLLATE "C"`;
}

const ACCOUNT_OF_ROW = `SELECT FROM ledger_accounts a WHERE a.owner_kind = '${OWNER_KIND}' AND a.owner_id = s.user_id
  AND a.kind = c.account_kind AND a.currency = s.currency`;

/** Rows that are not in the ledger yet. Two conditions, each by itself a join that suits millions of rows. */
function pending(attempt: number): string {
  return `legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection
    LEFT JOIN (SELECT key FROM ledger_journal WHERE key >= '${keyPrefix(attempt)}' AND key < '${keyEnd(attempt)}') j
      ON j.key = ${stagedKey(attempt)}
    WHERE s.reason IS NULL AND j.key IS NULL AND (s.available + s.locked > 0 OR NOT EXISTS (${ACCOUNT_OF_ROW}))`;
}

/** Accepted rows of nothing whose account is not open. */
export async function countEmptyWithoutAccount(session: Session): Promise<bigint> {
  const { rows } = await session.query<{ missing: string }>(`SELECT count(*) AS missing FROM legacy_staged s
    JOIN ${COLLECTION_ROWS} ON c.place = s.collection
    WHERE s.reason IS NULL AND s.available + s.locked = 0 AND NOT EXISTS (${ACCOUNT_OF_ROW})`);
  return BigInt(rows[0]?.missing ?? 0);
}

interface PendingRecord {
  readonly collection: number;
  readonly document_id: string;
  readonly user_id: string;
  readonly currency: string;
  readonly total: string;
  readonly locked: string;
}

/** What is pending, so many rows at a time, in the order of the source. Keeps no transaction open. */
export async function* pendingRows(
  session: Session,
  attempt: number,
  batch: number,
): AsyncGenerator<PendingRow[]> {
  // Held by the server outside a transaction: an open one would keep the ledger from sealing what is posted.
  await session.query(`DECLARE legacy_pending NO SCROLL CURSOR WITH HOLD FOR
    SELECT s.collection, s.document_id, s.user_id, s.currency, s.available + s.locked AS total, s.locked
    FROM ${pending(attempt)} ORDER BY s.collection, s.position`);
  for (;;) {
    const { rows } = await session.query<PendingRecord>(`FETCH ${batch} FROM legacy_pending`);
    if (rows.length === 0) break;
    yield rows.map(toPendingRow);
  }
  await session.query('CLOSE legacy_pending');
}

function toPendingRow({
  collection: place,
  document_id,
  user_id,
  currency,
  total,
  locked,
}: PendingRecord): PendingRow {
  const collection = COLLECTIONS[place];
  if (collection === undefined) throw new RangeError(`no collection ${place}`);
  return {
    collection,
    documentId: document_id,
    userId: user_id,
    currency,
    total: BigInt(total),
    locked: BigInt(locked),
  };
}

/** A row that is set aside, all as text. */
export interface StagedFault {
  readonly collection: string;
  readonly position: string;
  readonly document_id: string | null;
  readonly user_id: string | null;
  readonly currency: string | null;
  readonly available: string | null;
  readonly locked: string | null;
  readonly total: string | null;
  readonly reason: string;
  readonly detail: string;
}

/** All rows that are set aside, some thousands at a time, in the order of the source. */
export async function* stagedFaults(session: Session): AsyncGenerator<StagedFault[]> {
  await session.query(`DECLARE legacy_faults NO SCROLL CURSOR WITH HOLD FOR
    SELECT c.name AS collection, s.position, s.document_id, s.user_id, s.currency, s.found_available AS available,
      s.found_locked AS locked, s.found_total AS total, s.reason, s.detail
    FROM legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection
    WHERE s.reason IS NOT NULL ORDER BY s.collection, s.position`);
  for (;;) {
    const { rows } = await session.query<StagedFault>('FETCH 5000 FROM legacy_faults');
    if (rows.length === 0) break;
    yield rows;
  }
  await session.query('CLOSE legacy_faults');
}
