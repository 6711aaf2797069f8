import type { TransactionStage } from '../../billing/index.ts';
import type { Tx } from '../../platform/database/index.ts';

export interface BalanceOffer {
  readonly merchantId: string;
  readonly quoteId: string;
  /** Whose wallet it is paid from. */
  readonly personId: string;
  readonly createdAt: Date;
}

export async function insertOffer(tx: Tx, offer: BalanceOffer): Promise<void> {
  await tx.balanceOffer.create({ data: offer });
}

export async function lockOffer(
  tx: Tx,
  merchantId: string,
  quoteId: string,
): Promise<{ readonly personId: string; readonly canceledAt: Date | null } | undefined> {
  const [row] = await tx.$queryRaw<{ personId: string; canceledAt: Date | null }[]>`
    SELECT person_id AS "personId", canceled_at AS "canceledAt" FROM balance_offers
    WHERE merchant_id = ${merchantId} AND quote_id = ${quoteId} FOR NO KEY UPDATE`;
  return row;
}

export async function findOfferStage(tx: Tx, merchantId: string, quoteId: string): Promise<TransactionStage> {
  const [row] = await tx.$queryRaw<{ stage: TransactionStage }[]>`
    SELECT CASE WHEN o.canceled_at IS NOT NULL THEN 'failed'
      WHEN EXISTS (SELECT FROM payments p
        WHERE p.merchant_id = o.merchant_id AND p.rail = 'balance' AND p.reference = o.quote_id) THEN 'sent'
      ELSE 'unsent' END AS stage
    FROM balance_offers o WHERE o.merchant_id = ${merchantId} AND o.quote_id = ${quoteId}`;
  return row?.stage ?? 'failed';
}

export async function cancelOffer(tx: Tx, personId: string, quoteId: string, now: Date): Promise<void> {
  await tx.balanceOffer.updateMany({
    where: { quoteId, personId, canceledAt: null },
    data: { canceledAt: now },
  });
}
