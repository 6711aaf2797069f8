import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { SpellState } from '../figures/states.ts';

/** Transactions being made that are as far as this. */
export interface ProverQueueRow {
  readonly state: SpellState;
  readonly count: number;
  readonly oldestAt: Date;
  /** Of the job in the state that noted one last. */
  readonly lastErrorCode: string | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
}

/** The states are spelled out for the indexes over open and over unsent jobs. */
export async function readProverQueue(tx: Tx, _: OperatorScope): Promise<ProverQueueRow[]> {
  return tx.$queryRaw<ProverQueueRow[]>`
    WITH open AS (
      SELECT state, created_at, updated_at, error_code, error_message FROM spell_jobs
      WHERE state IN ('queued', 'proving', 'awaiting_signature', 'awaiting_cosignature')
      UNION ALL
      SELECT 'unsent', created_at, updated_at, error_code, error_message FROM spell_jobs
      WHERE state = 'submitted' AND signed_tx IS NOT NULL
    ), failed AS (
      SELECT DISTINCT ON (state) state, error_code, error_message, updated_at FROM open
      WHERE error_code IS NOT NULL ORDER BY state, updated_at DESC
    )
    SELECT o.state, count(*)::int AS count, min(o.created_at) AS "oldestAt", f.error_code AS "lastErrorCode",
      f.error_message AS "lastError", f.updated_at AS "lastErrorAt"
    FROM open o LEFT JOIN failed f ON f.state = o.state
    GROUP BY o.state, f.error_code, f.error_message, f.updated_at ORDER BY o.state`;
}
