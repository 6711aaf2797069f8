import { databaseErrorOf, type Tx } from '../../platform/database/index.ts';
import { DEAD } from '../../platform/jobs/index.ts';
import type { Figures, QueueFigures, Waiting } from './figures.ts';

const UNDEFINED_TABLE = '42P01';

type Stored<Value> = Value extends Date ? string : { [Key in keyof Value]: Stored<Value[Key]> };
type Row = Stored<Omit<Figures, 'at' | 'queues'>>;

/**
 * Everything but the queues in one statement, over the tables of all features. Each part of it is a look at the end of
 * an index or at what is open, which is little however much there has been.
 */
export async function readFigures(tx: Tx, now: Date): Promise<Omit<Figures, 'queues'>> {
  const [found] = await tx.$queryRaw<{ figures: Row }[]>`
    SELECT json_build_object(
      'processes', (
        SELECT coalesce(json_object_agg(role, n), '{}') FROM (
          SELECT role, count(*) AS n FROM process_heartbeats
          WHERE seen_at > ${now}::timestamptz - interval '1 minute' AND stopped_at IS NULL GROUP BY role
        ) p),
      'workerSeenAt', (SELECT max(seen_at) FROM process_heartbeats WHERE role <> 'api'),
      'events', json_build_object(
        'count', (SELECT count(*) FROM events WHERE dispatched_at IS NULL),
        'since', (SELECT created_at FROM events WHERE dispatched_at IS NULL ORDER BY id LIMIT 1)),
      'tip', (
        SELECT json_build_object('height', height, 'time', time) FROM chain_blocks ORDER BY height DESC LIMIT 1),
      'pendingTransactions', (
        SELECT json_build_object('count', count(*), 'since', min(broadcast_at)) FROM chain_transactions
        WHERE next_check_at IS NOT NULL AND status = 'pending'),
      'reservations', (SELECT count(*) FROM utxo_reservations WHERE expires_at > ${now}::timestamptz),
      'spellJobs', (
        SELECT coalesce(json_object_agg(state, json_build_object('count', n, 'since', since)), '{}') FROM (
          SELECT state, count(*) AS n, min(created_at) AS since FROM spell_jobs
          WHERE state IN ('queued', 'proving', 'awaiting_signature', 'awaiting_cosignature') GROUP BY state
          UNION ALL
          SELECT 'unsent', count(*), min(created_at) FROM spell_jobs
          WHERE state = 'submitted' AND signed_tx IS NOT NULL HAVING count(*) > 0
        ) s),
      'ledgerCheck', (
        SELECT json_build_object('startedAt', started_at, 'finishedAt', finished_at, 'sound', sound)
        FROM ledger_check_runs ORDER BY number DESC LIMIT 1),
      'webhookDeliveries', (SELECT count(*) FROM webhook_deliveries WHERE status = 'pending'),
      'webhooksDueSince', (SELECT min(due_at) FROM webhook_queues WHERE due_at <= ${now}::timestamptz),
      'webhookEndpoints', (
        SELECT coalesce(json_object_agg(status, n), '{}') FROM (
          SELECT CASE WHEN disabled_reason = 'failing' THEN 'failing' ELSE status END AS status, count(*) AS n
          FROM webhook_endpoints WHERE status <> 'deleted' GROUP BY 1
        ) e),
      'emails', (
        SELECT json_build_object('count', count(*), 'since', min(created_at)) FROM emails
        WHERE next_at IS NOT NULL),
      'withdrawals', (
        SELECT coalesce(json_object_agg(status, json_build_object('count', n, 'since', since)), '{}') FROM (
          SELECT status, count(*) AS n, min(created_at) AS since FROM withdrawals
          WHERE status IN ('requested', 'approved', 'sending', 'unknown', 'sent') GROUP BY status
        ) w),
      'depositReviews', (SELECT count(*) FROM deposit_reviews WHERE status = 'open'),
      'providerNotices', (SELECT count(*) FROM provider_notices WHERE processed_at IS NULL)
    ) AS figures`;
  if (!found) throw new Error('the database gave no figures');
  const row = found.figures;
  return {
    ...row,
    at: now,
    workerSeenAt: instant(row.workerSeenAt),
    events: waiting(row.events),
    tip: row.tip && { height: row.tip.height, time: new Date(row.tip.time) },
    pendingTransactions: waiting(row.pendingTransactions),
    spellJobs: eachWaiting(row.spellJobs),
    ledgerCheck: row.ledgerCheck && {
      startedAt: new Date(row.ledgerCheck.startedAt),
      finishedAt: new Date(row.ledgerCheck.finishedAt),
      sound: row.ledgerCheck.sound,
    },
    webhooksDueSince: instant(row.webhooksDueSince),
    emails: waiting(row.emails),
    withdrawals: eachWaiting(row.withdrawals),
  };
}

/** Every queue with what waits in it; undefined before any process has set them up. Jobs go by the database's clock. */
export async function readQueueFigures(tx: Tx): Promise<QueueFigures[] | undefined> {
  try {
    return await tx.$queryRaw<QueueFigures[]>`
      WITH waiting AS (
        SELECT name, count(*) FILTER (WHERE start_after <= now()) AS due,
          count(*) FILTER (WHERE start_after > now()) AS deferred,
          min(start_after) FILTER (WHERE start_after <= now()) AS since
        FROM pgboss.job WHERE state < 'active' AND NOT blocked GROUP BY name
      )
      SELECT q.name AS queue, coalesce(w.due, 0)::int AS due, coalesce(w.deferred, 0)::int AS deferred,
        q.active_count AS active, w.since AS "dueSince", coalesce(d.due + d.deferred, 0)::int AS dead
      FROM pgboss.queue q
      LEFT JOIN waiting w ON w.name = q.name
      LEFT JOIN waiting d ON d.name = q.name || ${DEAD}
      WHERE q.name NOT LIKE '%' || ${DEAD} AND q.name NOT LIKE '\\_\\_pgboss%'
      ORDER BY q.name`;
  } catch (error) {
    if (databaseErrorOf(error)?.code === UNDEFINED_TABLE) return undefined;
    throw error;
  }
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

function waiting({ count, since }: Stored<Waiting>): Waiting {
  return { count, since: instant(since) };
}

function eachWaiting(stored: Readonly<Record<string, Stored<Waiting>>>): Record<string, Waiting> {
  return Object.fromEntries(Object.entries(stored).map(([key, each]) => [key, waiting(each)]));
}
