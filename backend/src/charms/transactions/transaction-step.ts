import type { ChainTransactionStatus } from '../../bitcoin/index.ts';
import type { SpellJobState } from '../jobs/spell-job.ts';

/** Where a transaction stands, from the wish for it to its last confirmation: one word for two machines. */
export const TRANSACTION_STEPS = [
  'QUEUED',
  'PROVING',
  'AWAITING_SIGNATURE',
  'AWAITING_COSIGNATURE',
  'BROADCAST',
  'CONFIRMING',
  'SETTLED',
  'FAILED',
  'EXPIRED',
] as const;
export type TransactionStep = (typeof TRANSACTION_STEPS)[number];

const STEP_OF_JOB: Readonly<Record<SpellJobState, TransactionStep>> = {
  queued: 'QUEUED',
  proving: 'PROVING',
  awaiting_signature: 'AWAITING_SIGNATURE',
  awaiting_cosignature: 'AWAITING_COSIGNATURE',
  submitted: 'BROADCAST',
  failed: 'FAILED',
  expired: 'EXPIRED',
};

/** @param job null for a transaction that was made elsewhere */
export function transactionStep(
  chain: { readonly status: ChainTransactionStatus; readonly settledAt: Date | null },
  job: SpellJobState | null,
): TransactionStep {
  if (chain.status === 'confirmed') return chain.settledAt === null ? 'CONFIRMING' : 'SETTLED';
  if (chain.status === 'failed') return job === 'expired' ? 'EXPIRED' : 'FAILED';
  return job === null ? 'BROADCAST' : STEP_OF_JOB[job];
}
