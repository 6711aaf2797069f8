import type { OutPoint } from '@charmbills/charms';
import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { nextCheckAt } from './check-schedule.ts';

/** A transaction that somebody else made and sent, and that pays a merchant. */
export interface IncomingTransaction {
  readonly merchantId: string;
  readonly txid: string;
  readonly raw: Uint8Array;
  readonly spends: readonly OutPoint[];
  /** What the merchant gets by it. */
  readonly amountSats: bigint;
  /** Blocks, its own included, after which it is settled. */
  readonly depth: number;
}

/**
 * Takes note of transactions from elsewhere, each once for each merchant that it pays: what becomes of them from here
 * on, confirmation, replacement or a block that leaves the chain, is followed like that of our own. Three statements
 * however many there are.
 * @returns the ids of all of them, known before or not, by merchant and txid
 */
export async function recordIncoming(
  tx: Tx,
  incoming: readonly IncomingTransaction[],
  now: Date,
): Promise<Map<string, string>> {
  if (incoming.length === 0) return new Map();
  const ids = incoming.map(() => newId('transaction'));
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO chain_transactions (merchant_id, id, kind, status, txid, raw, amount_sats, depth, broadcast_at,
      next_check_at, created_at, updated_at)
    SELECT i.merchant_id, i.id, 'payment', 'pending', i.txid, decode(i.raw, 'hex'), i.amount, i.depth, ${now}::timestamptz,
      ${nextCheckAt(now, 0)}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    FROM unnest(${incoming.map((each) => each.merchantId)}::text[], ${ids}::text[],
      ${incoming.map((each) => each.txid)}::text[],
      ${incoming.map((each) => Buffer.from(each.raw).toString('hex'))}::text[],
      ${incoming.map((each) => each.amountSats.toString())}::text[]::bigint[],
      ${incoming.map((each) => each.depth)}::int[]) AS i(merchant_id, id, txid, raw, amount, depth)
    ON CONFLICT (merchant_id, txid) DO NOTHING RETURNING id`;
  const fresh = new Set(inserted.map(({ id }) => id));
  const inputs = incoming.flatMap(({ merchantId, spends }, index) => {
    const id = ids[index] ?? '';
    return fresh.has(id) ? spends.map((spend) => ({ merchantId, transactionId: id, ...spend })) : [];
  });
  await tx.chainInput.createMany({ data: inputs });
  const rows = await tx.$queryRaw<{ merchantId: string; txid: string; id: string }[]>`
    SELECT t.merchant_id AS "merchantId", t.txid, t.id
    FROM unnest(${incoming.map((each) => each.merchantId)}::text[], ${incoming.map((each) => each.txid)}::text[])
      AS i(merchant_id, txid)
    JOIN chain_transactions t ON t.merchant_id = i.merchant_id AND t.txid = i.txid`;
  return new Map(rows.map(({ merchantId, txid, id }) => [incomingName({ merchantId, txid }), id]));
}

export function incomingName({ merchantId, txid }: Pick<IncomingTransaction, 'merchantId' | 'txid'>): string {
  return `${merchantId} ${txid}`;
}
