import type { Tx } from '../../platform/database/index.ts';

/** What a check of the whole ledger found. */
export interface LedgerCheckRun {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly sound: boolean;
  /** The first check that failed, and what it stumbled over; null when there was none. */
  readonly failed: string | null;
  readonly culprit: string | null;
  readonly postings: bigint;
  /** Hash of the last seal, in hex; null before the first. */
  readonly head: string | null;
}

export async function insertCheckRun(tx: Tx, run: LedgerCheckRun): Promise<void> {
  await tx.ledgerCheckRun.create({ data: run });
}

export async function deleteCheckRuns(tx: Tx, before: Date): Promise<void> {
  await tx.ledgerCheckRun.deleteMany({ where: { finishedAt: { lt: before } } });
}

/** The newest first. */
export async function listCheckRuns(tx: Tx, take: number): Promise<LedgerCheckRun[]> {
  return tx.ledgerCheckRun.findMany({ orderBy: { number: 'desc' }, take });
}
