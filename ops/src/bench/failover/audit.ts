import { setTimeout as sleep } from 'node:timers/promises';
import { checkLedger } from '../../../../backend/src/ledger/index.ts';
import type { Database } from '../../../../backend/src/platform/database/index.ts';
import type { Receiver } from './receiver.ts';

/** What must all be zero when everything has settled. */
export interface Losses {
  /** Subscriptions that were due and have no invoice for their period. */
  readonly renewalsLost: number;
  /** Invoices beyond one for each. */
  readonly renewalsDoubled: number;
  /** Messages for a merchant's server that never came there. */
  readonly webhooksLost: number;
  /** Gifts of credit that clients were told of and the ledger does not have. */
  readonly creditsLost: number;
  /** Postings beyond one for each gift. */
  readonly creditsDoubled: number;
  /** Cents between what clients were told that they gave and what the ledger has. */
  readonly ledgerDifference: number;
  /** 1 where the ledger's own check finds a fault. */
  readonly ledgerFaults: number;
}

interface Expected {
  readonly due: readonly string[];
  /** What clients were told that they gave: the reason of each gift, and its cents. */
  readonly credited: ReadonlyMap<string, bigint>;
  readonly receiver: Pick<Receiver, 'messages'>;
}

/** Waits until nothing is left to do, up to `timeoutMs`, and counts what is missing or too much. */
export async function countLosses(
  database: Database,
  expected: Expected,
  timeoutMs: number,
): Promise<Losses> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const losses = await count(database, expected);
    const left = losses.renewalsLost + losses.webhooksLost + (await undispatched(database));
    if (left === 0 || Date.now() > deadline) return losses;
    await sleep(500);
  }
}

async function undispatched({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ left: number }>(
    `SELECT (SELECT count(*) FROM events WHERE dispatched_at IS NULL)::int
       + (SELECT count(*) FROM webhook_messages WHERE fan_out_at IS NOT NULL)::int AS left`,
  );
  return rows[0]?.left ?? 0;
}

async function count(database: Database, { due, credited, receiver }: Expected): Promise<Losses> {
  const { pool } = database;
  const { rows: invoices } = await pool.query<{ invoiced: number; doubled: number }>(
    `SELECT count(*)::int AS invoiced, coalesce(sum(n - 1), 0)::int AS doubled FROM (
       SELECT i.subscription_id, count(*) AS n FROM invoices i
       JOIN subscriptions s ON s.merchant_id = i.merchant_id AND s.id = i.subscription_id
       WHERE i.subscription_id = ANY($1) AND i.kind = 'renewal' AND i.period_start = s.paid_through
       GROUP BY 1) of_each`,
    [due],
  );
  const { rows: messages } = await pool.query<{ id: string }>('SELECT id FROM webhook_messages');
  const { rows: gifts } = await pool.query<{ reason: string; times: number }>(
    `SELECT description AS reason, count(*)::int AS times FROM ledger_journal WHERE kind = 'credit.adjusted' GROUP BY 1`,
  );
  const given = new Set(gifts.map(({ reason }) => reason));
  const { rows: balances } = await pool.query<{ given: string }>(
    `SELECT coalesce(sum(balance), 0)::text AS given FROM ledger_accounts WHERE kind = 'credit' AND currency = 'USD'`,
  );
  const report = await checkLedger(database);
  return {
    renewalsLost: due.length - (invoices[0]?.invoiced ?? 0),
    renewalsDoubled: invoices[0]?.doubled ?? 0,
    webhooksLost: messages.filter(({ id }) => !receiver.messages.has(id)).length,
    creditsLost: [...credited.keys()].filter((reason) => !given.has(reason)).length,
    creditsDoubled: gifts.reduce((sum, { times }) => sum + times - 1, 0),
    ledgerDifference: Number(
      BigInt(balances[0]?.given ?? '0') - [...credited.values()].reduce((sum, cents) => sum + cents, 0n),
    ),
    ledgerFaults: report.failed === null ? 0 : 1,
  };
}
