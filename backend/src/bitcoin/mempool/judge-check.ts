import type { ChainTransactionFailure, ChainTransactionRow } from '../transactions/chain-transaction.ts';

/** What was found out about a pending transaction of ours. */
export type Observation =
  /** The mempool has it, or takes it again. */
  | { readonly kind: 'present' }
  /** The mempool has another spend of one of its inputs. */
  | { readonly kind: 'conflict'; readonly txid: string }
  /** Nobody has it, and the node does not take it again. */
  | { readonly kind: 'refused'; readonly inputsMissing: boolean }
  /** Nobody has it, and we have no bytes to send: it was never signed through us. */
  | { readonly kind: 'absent' };

export interface Verdict {
  readonly failure: ChainTransactionFailure;
  readonly conflictTxid: string | null;
}

/** Inputs may be missing for a moment, while a reorganisation puts their parents back. */
const CHECKS_BEFORE_MISSING_INPUTS_COUNT = 2;
/** As long as nodes keep a transaction in the mempool by default (`mempoolexpiry`, 336 hours). */
const TOO_OLD_MS = 14 * 24 * 60 * 60 * 1_000;

/**
 * Whether a transaction is to be given up; undefined to look again later.
 * @param checks how often it was looked for before
 */
export function judgeCheck(
  row: Pick<ChainTransactionRow, 'broadcastAt' | 'reorgedAt' | 'createdAt'>,
  checks: number,
  observation: Observation,
  now: Date,
): Verdict | undefined {
  if (observation.kind === 'present') return undefined;
  if (observation.kind === 'conflict') return { failure: 'replaced', conflictTxid: observation.txid };
  const inputsGone =
    observation.kind === 'refused' &&
    observation.inputsMissing &&
    checks >= CHECKS_BEFORE_MISSING_INPUTS_COUNT;
  const since = row.reorgedAt ?? row.broadcastAt ?? row.createdAt;
  const tooOld = now.getTime() - since.getTime() >= TOO_OLD_MS;
  if (!inputsGone && !tooOld) return undefined;
  return { failure: row.reorgedAt ? 'reorged' : 'dropped', conflictTxid: null };
}
