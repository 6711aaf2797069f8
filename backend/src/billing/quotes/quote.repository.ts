import type { Tx } from '../../platform/database/index.ts';
import type { RailName } from '../ports.ts';

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
