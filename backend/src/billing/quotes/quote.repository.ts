import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { RailName } from '../ports.ts';
import type { SubscriptionKey } from '../subscriptions/subscription-row.ts';

/** What a subscriber was offered on one rail. */
export interface QuoteRow {
  readonly merchantId: string;
  readonly id: string;
  readonly subscriptionId: string;
  readonly rail: RailName;
  readonly periods: number;
  /** For all periods together. */
  readonly amountSats: bigint;
  readonly transactionId: string;
  readonly createdAt: Date;
}

export async function insertQuote(tx: Tx, { amountSats, ...quote }: QuoteRow): Promise<void> {
  await tx.quote.create({ data: { ...quote, amount: amountSats.toString(), currency: 'BTC' } });
}

/** The newest quote of a subscription whose row the caller holds. */
export async function findNewestQuote(
  tx: Tx,
  merchantId: string,
  subscriptionId: string,
): Promise<QuoteRow | undefined> {
  const found = await tx.quote.findFirst({
    where: { merchantId, subscriptionId },
    orderBy: { id: 'desc' },
  });
  if (!found) return undefined;
  const { amount, currency: _, rail, ...quote } = found;
  return { ...quote, rail: rail as RailName, amountSats: BigInt(amount.toFixed()) };
}

/** The transaction of the newest quote of each of these subscriptions, by subscription id. */
export async function readNewestQuotes(
  tx: Tx,
  keys: readonly SubscriptionKey[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ subscriptionId: string; transactionId: string }[]>`
    SELECT k."subscriptionId", q.transaction_id AS "transactionId"
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, "subscriptionId" text)
    CROSS JOIN LATERAL (
      SELECT transaction_id FROM quotes
      WHERE merchant_id = k."merchantId" AND subscription_id = k."subscriptionId"
      ORDER BY id DESC LIMIT 1
    ) q`;
  return new Map(rows.map(({ subscriptionId, transactionId }) => [subscriptionId, transactionId]));
}
