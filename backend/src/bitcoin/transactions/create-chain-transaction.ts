import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { type ChainTransactionKey, insertChainTransaction } from './chain-transaction.repository.ts';
import type { ChainTransactionKind } from './chain-transaction.ts';

/** Notes the wish for a transaction, which is built later. Writes no event: whoever wishes does. */
export async function createChainTransaction(
  tx: Tx,
  input: {
    readonly merchantId: string;
    readonly kind: ChainTransactionKind;
    readonly planId?: string | null;
    readonly subscriptionId?: string | null;
    /** Who will sign it; null for one that was made elsewhere. */
    readonly personId: string | null;
    readonly amountSats: bigint;
  },
  now: Date,
): Promise<ChainTransactionKey> {
  const { planId = null, subscriptionId = null, ...rest } = input;
  const id = newId('transaction');
  await insertChainTransaction(tx, { ...rest, id, planId, subscriptionId }, now);
  return { merchantId: input.merchantId, id };
}
