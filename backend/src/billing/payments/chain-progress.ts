import { confirmationsOf } from '../../bitcoin/index.ts';
import { type TransactionRow, transactionLoader } from '../../charms/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import type { BillingServices } from '../ports.ts';
import type { PaymentRow } from './payment.repository.ts';

/** How far the transaction that carries a payment has come, as the follower of the chain knows it. */
export interface ChainProgress {
  /** Null until the transaction is built. */
  readonly txid: string | null;
  readonly confirmations: number;
  /** With how many it settles. */
  readonly confirmationsNeeded: number;
}

/** Of many payments at once by one read; null of one that is not on the chain. */
export async function chainProgressOf(
  context: GraphQLContext<BillingServices>,
  { transactionId }: Pick<PaymentRow, 'transactionId'>,
): Promise<ChainProgress | null> {
  const row: TransactionRow | undefined =
    transactionId === null ? undefined : await context.load(transactionLoader, transactionId);
  if (row === undefined) return null;
  return {
    txid: row.txid,
    confirmations: confirmationsOf(row, row.tipHeight),
    confirmationsNeeded: row.depth ?? context.services.config.CONFIRMATIONS,
  };
}
