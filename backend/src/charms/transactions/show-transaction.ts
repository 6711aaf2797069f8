import { type Caller, requireMerchant } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { findTransactions } from './transaction.repository.ts';
import type { TransactionRow } from './transaction-row.ts';

/**
 * A transaction, for its signer and the members of its merchant.
 * @throws NotFoundError for everybody else
 */
export async function showTransaction(tx: Tx, viewer: Caller, id: string): Promise<TransactionRow> {
  const [row] = await findTransactions(tx, [id]);
  if (row === undefined) throw new NotFoundError('transaction', id);
  if (viewer.kind === 'person' && row.personId === viewer.personId) return row;
  try {
    await requireMerchant(tx, viewer, row.merchantId, 'viewer');
  } catch (error) {
    throw error instanceof NotFoundError ? new NotFoundError('transaction', id) : error;
  }
  return row;
}
