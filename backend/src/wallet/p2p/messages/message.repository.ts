import type { Tx } from '../../../platform/database/index.ts';

export interface Message {
  readonly id: string;
  readonly tradeId: string;
  readonly senderId: string;
  readonly text: string;
  readonly createdAt: Date;
}

export async function insertMessage(tx: Tx, message: Message): Promise<void> {
  await tx.p2pMessage.create({ data: message });
}

export function countMessages(tx: Tx, tradeId: string): Promise<number> {
  return tx.p2pMessage.count({ where: { tradeId } });
}

/** What was said on each of these trades, which the caller may see, oldest first: all of it, since it is bounded. */
export async function readMessages(tx: Tx, tradeIds: readonly string[]): Promise<Map<string, Message[]>> {
  const rows = await tx.$queryRaw<Message[]>`
    SELECT id, trade_id AS "tradeId", sender_id AS "senderId", text, created_at AS "createdAt"
    FROM p2p_messages WHERE trade_id = ANY(${[...tradeIds]}) ORDER BY trade_id, id`;
  const byTrade = new Map<string, Message[]>();
  for (const row of rows) byTrade.set(row.tradeId, [...(byTrade.get(row.tradeId) ?? []), row]);
  return byTrade;
}
