import type { Tx } from '../../platform/database/index.ts';
import type { BlockTransaction, ConnectedBlock } from '../blocks/block.ts';
import { type Failure, mayChange, ROW } from '../transactions/chain-transaction.repository.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';
import type { KnownBlock } from './chain-block.repository.ts';

/**
 * Statements over all of a block at once. `LATERAL … OFFSET 0` makes each of the block's transactions one look
 * into an index: left to itself the planner may read the whole table of ours instead, and a block would cost
 * more the more is waiting.
 */

/** Confirms our transactions that a block holds, whatever they were before, except confirmed. */
export async function updateConfirmed(
  tx: Tx,
  block: ConnectedBlock,
  now: Date,
): Promise<ChainTransactionRow[]> {
  const ours = await tx.$queryRaw<{ merchantId: string; id: string; place: number; hasRaw: boolean }[]>`
    SELECT t.merchant_id AS "merchantId", t.id, t."hasRaw", b.place::int - 1 AS place
    FROM unnest(${block.transactions.map(({ txid }) => txid)}::text[]) WITH ORDINALITY AS b(txid, place)
    CROSS JOIN LATERAL (
      SELECT t.merchant_id, t.id, t.raw IS NOT NULL AS "hasRaw" FROM chain_transactions t
      WHERE t.txid = b.txid AND ${mayChange('connected')} OFFSET 0
    ) t`;
  if (ours.length === 0) return [];
  // Signed and sent by somebody else: the block has the bytes, should they have to be sent again.
  const raws = ours.map(({ place, hasRaw }) => (hasRaw ? null : hexOf(block.transactions[place])));
  return tx.$queryRaw<ChainTransactionRow[]>`
    UPDATE chain_transactions t SET status = 'confirmed', block_height = ${block.height},
      block_hash = ${block.hash}, block_time = ${block.time}, raw = COALESCE(t.raw, decode(o.raw, 'hex')),
      failure = NULL, conflict_txid = NULL, next_check_at = NULL, updated_at = ${now}
    FROM unnest(${ours.map(({ merchantId }) => merchantId)}::text[], ${ours.map(({ id }) => id)}::text[],
      ${raws}::text[]) AS o(merchant_id, id, raw)
    WHERE t.merchant_id = o.merchant_id AND t.id = o.id AND ${mayChange('connected')} RETURNING ${ROW}`;
}

/** Our transactions that can never confirm on this chain: the block spends an input of theirs otherwise. */
export async function findDoubleSpent(tx: Tx, block: ConnectedBlock): Promise<Failure[]> {
  const spends = block.transactions.flatMap((transaction, place) =>
    transaction.spends.map(({ txid, vout }) => ({ txid, vout, place })),
  );
  if (spends.length === 0) return [];
  const found = await tx.$queryRaw<{ merchantId: string; id: string; txid: string | null; place: number }[]>`
    SELECT t.merchant_id AS "merchantId", t.id, t.txid, s.place
    FROM unnest(${spends.map(({ txid }) => txid)}::text[], ${spends.map(({ vout }) => vout)}::int[],
      ${spends.map(({ place }) => place)}::int[]) AS s(txid, vout, place)
    CROSS JOIN LATERAL (
      SELECT i.merchant_id, i.transaction_id FROM chain_inputs i
      WHERE i.txid = s.txid AND i.vout = s.vout OFFSET 0
    ) i
    CROSS JOIN LATERAL (
      SELECT t.merchant_id, t.id, t.txid FROM chain_transactions t
      WHERE t.merchant_id = i.merchant_id AND t.id = i.transaction_id AND ${mayChange('failed')} OFFSET 0
    ) t`;
  const failures = new Map<string, Failure>();
  for (const { merchantId, id, txid, place } of found) {
    const conflictTxid = block.transactions[place]?.txid ?? null;
    if (conflictTxid !== txid) failures.set(id, { merchantId, id, failure: 'double_spent', conflictTxid });
  }
  return [...failures.values()];
}

/** Settles what is deep enough below a tip at `tipHeight`: as deep as it asks for itself, or as all do. */
export async function updateSettled(
  tx: Tx,
  tipHeight: number,
  confirmations: number,
  now: Date,
): Promise<ChainTransactionRow[]> {
  return tx.$queryRaw<ChainTransactionRow[]>`
    UPDATE chain_transactions t SET settled_at = ${now}, updated_at = ${now}
    WHERE t.status = 'confirmed' AND t.settled_at IS NULL
      AND t.block_height <= ${tipHeight} + 1 - COALESCE(t.depth, ${confirmations})
      AND ${mayChange('buried')} RETURNING ${ROW}`;
}

/** Takes back what a block confirmed; what it takes to confirm again is looked for at once. */
export async function updateUnconfirmed(
  tx: Tx,
  block: KnownBlock,
  now: Date,
): Promise<ChainTransactionRow[]> {
  return tx.$queryRaw<ChainTransactionRow[]>`
    UPDATE chain_transactions t SET status = 'pending', block_height = NULL, block_hash = NULL,
      block_time = NULL, settled_at = NULL, reorged_at = ${now}, checks = 0, next_check_at = ${now},
      updated_at = ${now}
    WHERE t.block_height = ${block.height} AND t.block_hash = ${block.hash} AND ${mayChange('disconnected')}
    RETURNING ${ROW}`;
}

function hexOf(transaction: BlockTransaction | undefined): string | null {
  return transaction ? Buffer.from(transaction.raw).toString('hex') : null;
}
