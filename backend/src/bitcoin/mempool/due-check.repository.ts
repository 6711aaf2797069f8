import type { OutPoint } from '@charmbills/charms';
import type { Tx } from '../../platform/database/index.ts';
import { type ChainTransactionKey, ROW } from '../transactions/chain-transaction.repository.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';

/** A pending transaction that it is time to look for. */
export interface DueTransaction extends ChainTransactionRow {
  readonly txid: string;
  readonly raw: Uint8Array | null;
  /** How often it was looked for. */
  readonly checks: number;
}

export async function findDue(tx: Tx, now: Date, limit: number): Promise<DueTransaction[]> {
  return tx.$queryRaw<DueTransaction[]>`
    SELECT ${ROW}, t.raw, t.checks FROM chain_transactions t
    WHERE t.next_check_at <= ${now} AND t.status = 'pending' AND t.txid IS NOT NULL
    ORDER BY t.next_check_at LIMIT ${limit}`;
}

export interface SpentOutPoint extends OutPoint {
  readonly transactionId: string;
}

export async function findInputs(tx: Tx, keys: readonly ChainTransactionKey[]): Promise<SpentOutPoint[]> {
  return tx.$queryRaw<SpentOutPoint[]>`
    SELECT i.transaction_id AS "transactionId", i.txid, i.vout
    FROM unnest(${keys.map((key) => key.merchantId)}::text[], ${keys.map((key) => key.id)}::text[])
      AS k(merchant_id, id)
    JOIN chain_inputs i ON i.merchant_id = k.merchant_id AND i.transaction_id = k.id`;
}

/** Notes a look, unless another process or a block has dealt with the transaction meanwhile. */
export async function updateNextChecks(
  tx: Tx,
  checked: readonly (ChainTransactionKey & { readonly checks: number; readonly nextCheckAt: Date })[],
): Promise<void> {
  if (checked.length === 0) return;
  await tx.$executeRaw`
    UPDATE chain_transactions t SET checks = c.checks + 1, next_check_at = c.next_check_at
    FROM unnest(${checked.map((c) => c.merchantId)}::text[], ${checked.map((c) => c.id)}::text[],
      ${checked.map((c) => c.checks)}::int[], ${checked.map((c) => c.nextCheckAt.toISOString())}::text[]::timestamptz[])
      AS c(merchant_id, id, checks, next_check_at)
    WHERE t.merchant_id = c.merchant_id AND t.id = c.id AND t.status = 'pending' AND t.checks = c.checks`;
}
