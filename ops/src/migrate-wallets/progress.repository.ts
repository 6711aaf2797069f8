import type { Tx } from '../../../backend/src/platform/database/index.ts';
import { COLLECTION_ROWS, type Session } from './staging.repository.ts';

const LOCK = 7316904213;

/** Whether this session is now the only one that migrates or rolls back. The lock goes with the session. */
export async function tryLock(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS locked`);
  return rows[0]?.locked === true;
}

/** The attempt that is under way: the first, or the one after the last that was rolled back. */
export async function findAttempt(session: Session): Promise<number> {
  const { rows } = await session.query<{ attempt: number }>(
    `SELECT coalesce(max(attempt), 0) + 1 AS attempt FROM legacy_wallet_runs WHERE outcome = 'rolled_back'`,
  );
  return rows[0]?.attempt ?? 1;
}

export type RunAction = 'migrate' | 'roll_back';
export type RunOutcome = 'balanced' | 'unbalanced' | 'rolled_back' | 'refused';

export async function insertRun(
  session: Session,
  run: {
    readonly action: RunAction;
    readonly attempt: number;
    readonly source: string | null;
    readonly now: Date;
  },
): Promise<string> {
  const { rows } = await session.query<{ number: string }>(
    'INSERT INTO legacy_wallet_runs (action, attempt, source, started_at) VALUES ($1, $2, $3, $4) RETURNING number',
    [run.action, run.attempt, run.source, run.now],
  );
  return rows[0]?.number ?? '';
}

export async function finishRun(
  session: Session,
  number: string,
  outcome: RunOutcome,
  now: Date,
): Promise<void> {
  await session.query('UPDATE legacy_wallet_runs SET outcome = $2, finished_at = $3 WHERE number = $1', [
    number,
    outcome,
    now,
  ]);
}

/** Writes down what is set aside now, in place of what was at an earlier run of the attempt. */
export async function replaceQuarantine(session: Session, attempt: number): Promise<void> {
  await session.query('BEGIN');
  try {
    await session.query('DELETE FROM legacy_wallet_quarantine WHERE attempt = $1', [attempt]);
    await session.query(
      `INSERT INTO legacy_wallet_quarantine (attempt, collection, position, document_id, user_id, currency,
         available, locked, total, amount, reason, detail)
       SELECT $1, c.name, s.position, s.document_id, s.user_id, s.currency,
         s.found_available, s.found_locked, s.found_total, s.available + s.locked, s.reason, s.detail
       FROM legacy_staged s JOIN ${COLLECTION_ROWS} ON c.place = s.collection WHERE s.reason IS NOT NULL`,
      [attempt],
    );
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK');
    throw error;
  }
}

/**
 * For the rest of the transaction rows are reached by their indexes: a plan made while the tables are small would not
 * suit them later, and there are no statistics in between.
 */
export async function planForGrowth(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`;
}

/** Users of the legacy system, each once, to be linked to people. */
export async function insertLegacyUsers(tx: Tx, userIds: readonly string[], now: Date): Promise<void> {
  const distinct = [...new Set(userIds)].sort();
  await tx.$executeRaw`INSERT INTO legacy_wallet_users (legacy_user_id, created_at)
    SELECT id, ${now}::timestamptz FROM unnest(${distinct}::text[]) AS id ON CONFLICT DO NOTHING`;
}

/** Counts what a batch has posted or reversed, in its transaction. */
export async function advanceCheckpoint(
  tx: Tx,
  attempt: number,
  collection: string,
  done: { readonly posted: number; readonly reversed: number },
  now: Date,
): Promise<void> {
  const { posted, reversed } = done;
  await tx.legacyWalletCheckpoint.upsert({
    where: { attempt_collection: { attempt, collection } },
    create: { attempt, collection, posted, reversed, updatedAt: now },
    update: { posted: { increment: posted }, reversed: { increment: reversed }, updatedAt: now },
  });
}

/** How far the attempt is, over all collections. */
export async function findProgress(
  session: Session,
  attempt: number,
): Promise<{ readonly posted: bigint; readonly reversed: bigint }> {
  const { rows } = await session.query<{ posted: string; reversed: string }>(
    `SELECT coalesce(sum(posted), 0) AS posted, coalesce(sum(reversed), 0) AS reversed
     FROM legacy_wallet_checkpoints WHERE attempt = $1`,
    [attempt],
  );
  return { posted: BigInt(rows[0]?.posted ?? 0), reversed: BigInt(rows[0]?.reversed ?? 0) };
}
