import type { Prisma, Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { RailName } from '../ports.ts';
import type { SubscriptionKey } from '../subscriptions/subscription-row.ts';

/** What a payer was offered on one rail for an invoice. */
export interface QuoteRow {
  readonly merchantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly subscriptionId: string | null;
  readonly rail: RailName;
  readonly reference: string;
  readonly periods: number;
  /** In the smallest unit of the currency that the rail is paid in. */
  readonly amount: bigint;
  readonly currency: string;
  /** What that pays of the invoice, in the invoice's currency. */
  readonly invoiceAmount: bigint;
  readonly transactionId: string | null;
  readonly instructions: Readonly<Record<string, string>>;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

export async function insertQuote(tx: Tx, { amount, invoiceAmount, ...quote }: QuoteRow): Promise<void> {
  await tx.quote.create({
    data: { ...quote, amount: amount.toString(), invoiceAmount: invoiceAmount.toString() },
  });
}

/** More than anybody has begun and not ended one way or the other. */
const NEWEST = 20;

/** The newest quotes of a subscription that make transactions. The caller holds the subscription's row. */
export async function findTransactionQuotes(
  tx: Tx,
  merchantId: string,
  subscriptionId: string,
): Promise<(QuoteRow & { readonly transactionId: string })[]> {
  const found = await tx.quote.findMany({
    where: { merchantId, subscriptionId, transactionId: { not: null } },
    orderBy: { id: 'desc' },
    take: NEWEST,
  });
  return found.flatMap((quote) => {
    const { transactionId, ...row } = toQuoteRow(quote);
    return transactionId === null ? [] : [{ ...row, transactionId }];
  });
}

/** The newest quote of an invoice on a rail that still holds, for the same amount, and that is not used up. */
export async function findLiveQuote(
  tx: Tx,
  {
    merchantId,
    invoiceId,
    rail,
    currency,
    invoiceAmount,
  }: Pick<QuoteRow, 'merchantId' | 'invoiceId' | 'rail' | 'currency' | 'invoiceAmount'>,
  now: Date,
): Promise<QuoteRow | undefined> {
  const used = await tx.payment.findMany({
    where: { merchantId, invoiceId, rail, status: 'settled', quoteId: { not: null } },
    select: { quoteId: true },
  });
  const found = await tx.quote.findFirst({
    where: {
      merchantId,
      id: { notIn: used.flatMap(({ quoteId }) => quoteId ?? []) },
      invoiceId,
      rail,
      currency,
      invoiceAmount: invoiceAmount.toString(),
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    orderBy: { id: 'desc' },
  });
  return found ? toQuoteRow(found) : undefined;
}

/** What was offered for an invoice as a transaction of ours, which may have been sent without being seen. */
export async function readSentQuotes(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
): Promise<Pick<QuoteRow, 'rail' | 'reference'>[]> {
  const found = await tx.quote.findMany({
    where: { merchantId, invoiceId: id, transactionId: { not: null } },
    select: { rail: true, reference: true },
  });
  return found.map(({ rail, reference }) => ({ rail: rail as RailName, reference }));
}

function toQuoteRow({
  amount,
  invoiceAmount,
  rail,
  instructions,
  ...quote
}: Prisma.QuoteGetPayload<object>): QuoteRow {
  return {
    ...quote,
    rail: rail as RailName,
    amount: BigInt(amount.toFixed()),
    invoiceAmount: BigInt(invoiceAmount.toFixed()),
    instructions: instructions as Record<string, string>,
  };
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
      WHERE merchant_id = k."merchantId" AND subscription_id = k."subscriptionId" AND transaction_id IS NOT NULL
      ORDER BY id DESC LIMIT 1
    ) q`;
  return new Map(rows.map(({ subscriptionId, transactionId }) => [subscriptionId, transactionId]));
}
