import type pg from 'pg';

/** A connection in a transaction. */
export type LedgerReader = Pick<pg.ClientBase, 'query'>;

/** Something that must not be found. The query returns the first culprit, in words, if there is one. */
export interface LedgerCheck {
  readonly name: string;
  readonly sql: string;
}

/** Triggers that keep hands off, each with its table; all of them fire always, also for replicas. */
const GUARDS = `
  ('ledger_journal', 'ledger_journal_door'), ('ledger_journal', 'ledger_journal_append_only'),
  ('ledger_accounts', 'ledger_accounts_opening'), ('ledger_accounts', 'ledger_accounts_door'),
  ('ledger_accounts', 'ledger_accounts_identity'), ('ledger_accounts', 'ledger_accounts_permanent'),
  ('ledger_holds', 'ledger_holds_door'), ('ledger_holds', 'ledger_holds_permanent'),
  ('ledger_seals', 'ledger_seals_door'), ('ledger_seals', 'ledger_seals_append_only'),
  ('ledger_seal_barrier', 'ledger_seal_barrier_door'), ('ledger_seal_barrier', 'ledger_seal_barrier_permanent')`;

const TABLES = ['accounts', 'journal', 'holds', 'seals', 'seal_barrier']
  .map((name) => `'ledger_${name}'::regclass`)
  .join(', ');

export const CHECKS: readonly LedgerCheck[] = [
  {
    name: 'the guards are in place',
    sql: `SELECT culprit FROM (
        SELECT format('trigger %s on %s is missing or disabled', w.name, w.guarded) AS culprit
        FROM (VALUES ${GUARDS}) AS w (guarded, name)
        LEFT JOIN pg_trigger t ON t.tgrelid = w.guarded::regclass AND t.tgname = w.name
        WHERE t.tgenabled IS DISTINCT FROM 'A'
        UNION ALL
        SELECT format('trigger %s on %s is none of the ledger’s', tgname, tgrelid::regclass) FROM pg_trigger
        WHERE tgrelid IN (${TABLES}) AND (tgrelid::regclass::text, tgname) NOT IN (VALUES ${GUARDS})
        UNION ALL
        SELECT format('rule %s changes what is written to %s', rulename, ev_class::regclass) FROM pg_rewrite
        WHERE ev_class IN (${TABLES})
        UNION ALL
        SELECT format('table %s inherits from %s', inhrelid::regclass, inhparent::regclass) FROM pg_inherits
        WHERE inhparent IN (${TABLES})
      ) found LIMIT 1`,
  },
  {
    name: 'every posting is whole',
    sql: `SELECT format('posting %s lacks lines or its key', posting_number) AS culprit FROM ledger_journal
      GROUP BY posting_number
      HAVING min(line) <> 1 OR max(line) <> count(*) OR count(key) <> 1 OR count(input_hash) <> 1
      ORDER BY posting_number LIMIT 1`,
  },
  {
    name: 'every movement is between known accounts of its currency',
    sql: `SELECT format('line %s of posting %s', j.line, j.posting_number) AS culprit FROM ledger_journal j
      LEFT JOIN ledger_accounts f ON f.number = j.from_number
      LEFT JOIN ledger_accounts t ON t.number = j.to_number
      WHERE f.currency IS DISTINCT FROM j.currency OR (j.action IN ('transfer', 'capture')) <> (j.to_number IS NOT NULL)
        OR (j.to_number IS NOT NULL AND t.currency IS DISTINCT FROM j.currency) OR j.amount <= 0
      ORDER BY j.posting_number, j.line LIMIT 1`,
  },
  {
    name: 'every balance after is the one before plus the amount',
    sql: `SELECT format('entry %s of account %s says %s and should say %s', e.entry, a.id, e.balance, e.running) AS culprit
      FROM (
        SELECT account_number, entry, balance, sum(amount) OVER w AS running, row_number() OVER w AS place
        FROM ledger_entries WINDOW w AS (PARTITION BY account_number ORDER BY entry)
      ) e LEFT JOIN ledger_accounts a ON a.number = e.account_number
      WHERE e.balance IS DISTINCT FROM e.running OR e.entry IS DISTINCT FROM e.place LIMIT 1`,
  },
  {
    name: 'every balance is the sum of its entries',
    sql: `SELECT format('account %s has %s in %s entries and should have %s in %s', a.id, a.balance, a.entry_count,
        coalesce(e.total, 0), coalesce(e.entries, 0)) AS culprit
      FROM ledger_accounts a
      LEFT JOIN (SELECT account_number, sum(amount) AS total, count(*) AS entries FROM ledger_entries GROUP BY 1) e
        ON e.account_number = a.number
      WHERE a.balance <> coalesce(e.total, 0) OR a.entry_count <> coalesce(e.entries, 0) ORDER BY a.number LIMIT 1`,
  },
  {
    name: 'the balances of every currency sum to zero',
    sql: `SELECT format('%s sums to %s', currency, sum(balance)) AS culprit FROM ledger_accounts
      GROUP BY currency HAVING sum(balance) <> 0 LIMIT 1`,
  },
  {
    name: 'no account is below its floor',
    sql: `SELECT format('account %s has %s, of which %s locked, and a floor of %s', id, balance, locked, floor) AS culprit
      FROM ledger_accounts WHERE balance - locked < floor OR locked < 0 ORDER BY number LIMIT 1`,
  },
  {
    name: 'every hold is what the journal says of it',
    sql: `SELECT format('hold %s', coalesce(h.id, j.hold_id)) AS culprit
      FROM ledger_holds h FULL JOIN (
        SELECT hold_id, sum(amount) FILTER (WHERE action = 'hold') AS placed, min(from_number) AS account,
          coalesce(sum(amount) FILTER (WHERE action = 'capture'), 0) AS captured,
          coalesce(sum(amount) FILTER (WHERE action = 'release'), 0) AS released, count(DISTINCT from_number) AS accounts
        FROM ledger_journal WHERE hold_id IS NOT NULL GROUP BY hold_id
      ) j ON j.hold_id = h.id
      WHERE (h.amount, h.captured, h.released, h.account_number, 1::bigint)
        IS DISTINCT FROM (j.placed, j.captured, j.released, j.account, j.accounts) LIMIT 1`,
  },
  {
    name: 'what is locked is what open holds have left',
    sql: `SELECT format('account %s has %s locked and should have %s', a.id, a.locked, coalesce(h.remaining, 0)) AS culprit
      FROM ledger_accounts a
      LEFT JOIN (SELECT account_number, sum(amount - captured - released) AS remaining FROM ledger_holds GROUP BY 1) h
        ON h.account_number = a.number
      WHERE a.locked <> coalesce(h.remaining, 0) ORDER BY a.number LIMIT 1`,
  },
  {
    name: 'the seals are an unbroken chain over unchanged postings',
    sql: `SELECT format('seal %s over postings %s to %s', s.number, s.from_posting, s.to_posting) AS culprit
      FROM (
        SELECT *, row_number() OVER w AS place, lag(to_posting, 1, 0::bigint) OVER w AS sealed_before,
          lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER w AS hash_before
        FROM ledger_seals WINDOW w AS (ORDER BY number)
      ) s CROSS JOIN LATERAL ledger_digest(s.hash_before, s.number, s.from_posting, s.to_posting) d
      WHERE s.number <> s.place OR s.from_posting <> s.sealed_before + 1 OR s.previous_hash <> s.hash_before
        OR (s.posting_count, s.row_count, s.sums, s.hash) IS DISTINCT FROM (d.posting_count, d.row_count, d.sums, d.hash)
      ORDER BY s.number LIMIT 1`,
  },
];

/**
 * Suits the transaction to joins of whole tables. The planner expects the first culprit to be near, and of a ledger
 * that has just grown or been restored it knows nothing: it would compare every account with every hold.
 */
export async function prepareChecks(client: LedgerReader): Promise<void> {
  await client.query("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'");
}

export async function findCulprit(client: LedgerReader, { sql }: LedgerCheck): Promise<string | null> {
  const { rows } = await client.query<{ culprit: string }>(sql);
  return rows[0]?.culprit ?? null;
}

interface CurrencyRow {
  readonly currency: string;
  readonly accounts: string;
  readonly held: string;
  readonly locked: string;
}

/** Totals of a currency, in its smallest unit. */
export interface CurrencyFigures {
  readonly currency: string;
  readonly accounts: bigint;
  /** The sum of all positive balances; the negative ones are as much below zero. */
  readonly held: bigint;
  readonly locked: bigint;
}

export async function findCurrencyFigures(client: LedgerReader): Promise<CurrencyFigures[]> {
  const { rows } = await client.query<CurrencyRow>(`
    SELECT currency, count(*) AS accounts, coalesce(sum(balance) FILTER (WHERE balance > 0), 0) AS held,
      sum(locked) AS locked
    FROM ledger_accounts GROUP BY currency ORDER BY currency`);
  return rows.map(({ currency, accounts, held, locked }) => ({
    currency,
    accounts: BigInt(accounts),
    held: BigInt(held),
    locked: BigInt(locked),
  }));
}

interface FiguresRow {
  readonly accounts: string;
  readonly postings: string;
  readonly entries: string;
  readonly open_holds: string;
  readonly seals: string;
  readonly sealed_through: string;
  readonly unsealed: string;
  readonly head: string | null;
}

export interface JournalFigures {
  readonly accounts: bigint;
  readonly postings: bigint;
  readonly entries: bigint;
  readonly openHolds: bigint;
  readonly seals: bigint;
  /** Number of the last sealed posting. */
  readonly sealedThrough: bigint;
  readonly unsealed: bigint;
  /** Hash of the last seal, in hex; null before the first. */
  readonly head: string | null;
}

export async function findJournalFigures(client: LedgerReader): Promise<JournalFigures> {
  const { rows } = await client.query<FiguresRow>(`
    SELECT (SELECT count(*) FROM ledger_accounts) AS accounts,
      count(*) FILTER (WHERE line = 1) AS postings, 2 * count(to_number) AS entries,
      (SELECT count(*) FROM ledger_holds WHERE status = 'open') AS open_holds,
      (SELECT count(*) FROM ledger_seals) AS seals,
      (SELECT coalesce(max(to_posting), 0) FROM ledger_seals) AS sealed_through,
      count(*) FILTER (WHERE line = 1 AND posting_number >
        (SELECT coalesce(max(to_posting), 0) FROM ledger_seals)) AS unsealed,
      (SELECT encode(hash, 'hex') FROM ledger_seals ORDER BY number DESC LIMIT 1) AS head
    FROM ledger_journal`);
  const [row] = rows;
  if (row === undefined) throw new Error('the ledger gave no figures');
  return {
    accounts: BigInt(row.accounts),
    postings: BigInt(row.postings),
    entries: BigInt(row.entries),
    openHolds: BigInt(row.open_holds),
    seals: BigInt(row.seals),
    sealedThrough: BigInt(row.sealed_through),
    unsealed: BigInt(row.unsealed),
    head: row.head,
  };
}
