import type { OutPoint } from '@charmbills/charms';
import type { Tx } from '../../platform/database/index.ts';
import { type ChainTransactionKey, updateBuilt } from './chain-transaction.repository.ts';
import type { ChainTransactionRow } from './chain-transaction.ts';
import { recordUpdated } from './record-changes.ts';

/**
 * Notes the id and the inputs of a transaction, before anybody is asked to sign it: from then on it is
 * recognised in a block, and so is another that spends one of its inputs.
 * @returns undefined when it is over already
 */
export async function recordBuilt(
  tx: Tx,
  key: ChainTransactionKey,
  built: { readonly txid: string; readonly feeSats: bigint | null; readonly inputs: readonly OutPoint[] },
  now: Date,
): Promise<ChainTransactionRow | undefined> {
  const row = await updateBuilt(tx, key, built, now);
  if (row) await recordUpdated(tx, [row], now);
  return row;
}
