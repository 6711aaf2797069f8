import type { PaymentOrder, TransactionStage } from '../../billing/index.ts';
import type { Tx } from '../../platform/database/index.ts';

type Order = Pick<PaymentOrder, 'merchantId' | 'invoiceId' | 'quoteId'>;

/** Gives the newest address of an invoice out again, now and for another quote, if nothing was seen on it. */
export async function reuseAddress(
  tx: Tx,
  { merchantId, invoiceId, quoteId }: Order,
  branch: string,
  now: Date,
): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ address: string }[]>`
    UPDATE receiving_addresses a SET quote_id = ${quoteId}, canceled_at = NULL, created_at = ${now}::timestamptz
    WHERE a.merchant_id = ${merchantId} AND a.seen_at IS NULL AND a.address = (
      SELECT n.address FROM receiving_addresses n
      WHERE n.merchant_id = ${merchantId} AND n.invoice_id = ${invoiceId} AND n.branch = ${branch} AND n.seen_at IS NULL
      ORDER BY n.index DESC LIMIT 1)
    RETURNING a.address`;
  return row?.address;
}

/** The next index of a key. Others who want one of the same key wait until the transaction ends. */
export async function takeIndex(tx: Tx, branch: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ index: number }[]>`
    UPDATE receiving_branches SET next_index = next_index + 1 WHERE branch = ${branch} RETURNING next_index - 1 AS index`;
  if (!row) throw new Error('a key without a counter');
  return row.index;
}

export async function insertAddress(
  tx: Tx,
  {
    script,
    ...row
  }: Order & {
    readonly address: string;
    readonly script: Uint8Array;
    readonly branch: string;
    readonly index: number;
  },
  now: Date,
): Promise<void> {
  await tx.receivingAddress.create({
    data: { ...row, script: Buffer.from(script).toString('hex'), createdAt: now },
  });
}

/** How far a quote has come: one that another has followed, or that was called off, is over. */
export async function findOfferStage(tx: Tx, merchantId: string, quoteId: string): Promise<TransactionStage> {
  const found = await tx.receivingAddress.findFirst({ where: { merchantId, quoteId } });
  if (!found) return 'failed';
  if (found.seenAt !== null) return 'sent';
  return found.canceledAt === null ? 'unsent' : 'failed';
}

/** Money that arrives all the same is credited. */
export async function cancelAddress(tx: Tx, quoteId: string, now: Date): Promise<void> {
  await tx.receivingAddress.updateMany({
    where: { quoteId, seenAt: null, canceledAt: null },
    data: { canceledAt: now },
  });
}

/** Whether any address was given out since then. */
export async function hasAddressesSince(tx: Tx, since: Date): Promise<boolean> {
  const found = await tx.receivingAddress.findFirst({
    where: { createdAt: { gt: since } },
    select: { address: true },
  });
  return found !== null;
}
