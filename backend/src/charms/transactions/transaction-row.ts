import type { ChainTransactionRow } from '../../bitcoin/index.ts';
import type { SpellJobState } from '../jobs/spell-job.ts';

/** A chain transaction with what its spell job knows, as the API shows it. */
export interface TransactionRow
  extends Pick<
    ChainTransactionRow,
    | 'merchantId'
    | 'id'
    | 'kind'
    | 'status'
    | 'planId'
    | 'subscriptionId'
    | 'personId'
    | 'txid'
    | 'amountSats'
    | 'feeSats'
    | 'blockHeight'
    | 'blockTime'
    | 'broadcastAt'
    | 'settledAt'
    | 'failure'
    | 'createdAt'
    | 'updatedAt'
  > {
  /** Null, as the rest of the job, for a transaction that was made elsewhere. */
  readonly jobState: SpellJobState | null;
  readonly proverFeeSats: bigint | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly expiresAt: Date | null;
  /** Blocks, its own included, after which it is settled; null is CONFIRMATIONS. */
  readonly depth: number | null;
  /** Height of the newest block that is known. */
  readonly tipHeight: number;
}

/** What its signer is handed, of one transaction. */
export interface SigningRow {
  readonly psbt: string;
  readonly unsignedTx: Uint8Array;
  readonly request: unknown;
}
