import type { Tx } from '../../platform/database/index.ts';
import type { BlockTransaction } from '../blocks/block.ts';

/**
 * Has pending transactions of ours looked for at once where others of the mempool spend an input of theirs. Answers
 * with how many there are.
 */
export async function hastenConflicting(
  tx: Tx,
  transactions: readonly BlockTransaction[],
  now: Date,
): Promise<number> {
  const spends = transactions.flatMap(({ txid: spender, spends }) =>
    spends.map(({ txid, vout }) => ({ spender, txid, vout })),
  );
  if (spends.length === 0) return 0;
  return tx.$executeRaw`
    UPDATE chain_transactions t SET next_check_at = ${now}::timestamptz
    FROM (
      SELECT DISTINCT i.merchant_id, i.transaction_id, s.spender
      FROM unnest(${spends.map(({ spender }) => spender)}::text[], ${spends.map(({ txid }) => txid)}::text[],
        ${spends.map(({ vout }) => vout)}::int[]) AS s(spender, txid, vout)
      CROSS JOIN LATERAL (
        SELECT i.merchant_id, i.transaction_id FROM chain_inputs i
        WHERE i.txid = s.txid AND i.vout = s.vout OFFSET 0
      ) i
    ) c
    WHERE t.merchant_id = c.merchant_id AND t.id = c.transaction_id AND t.status = 'pending'
      AND t.txid <> c.spender AND t.broadcast_at IS NOT NULL AND t.next_check_at > ${now}::timestamptz`;
}
