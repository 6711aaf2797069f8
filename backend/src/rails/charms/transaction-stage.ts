import type { TransactionStage } from '../../billing/index.ts';
import { type ChainTransactionRow, findChainTransaction } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** How far a transaction has come, as billing asks. */
export async function stageOf(tx: Tx, merchantId: string, id: string): Promise<TransactionStage> {
  const row = await findChainTransaction(tx, { merchantId, id });
  return row ? stageOfRow(row) : 'failed';
}

function stageOfRow({ status, broadcastAt }: ChainTransactionRow): TransactionStage {
  if (status === 'failed') return 'failed';
  return status === 'confirmed' || broadcastAt !== null ? 'sent' : 'unsent';
}
