import type { Tx } from '../../platform/database/index.ts';

interface Key {
  readonly merchantId: string;
  readonly id: string;
}

/**
 * Keeps payments of an invoice from being written until the transaction ends, and tells whether money for it is here or
 * on its way.
 */
export async function blockPayments(tx: Tx, { merchantId, id }: Key): Promise<boolean> {
  // Stronger than the lock that a foreign key takes.
  await tx.$queryRaw`SELECT FROM invoices WHERE merchant_id = ${merchantId} AND id = ${id} FOR UPDATE`;
  const found = await tx.payment.findFirst({
    where: { merchantId, invoiceId: id, flag: null, status: { in: ['detected', 'confirming', 'settled'] } },
    select: { id: true },
  });
  return found !== null;
}

/** Marks a locked invoice as one that is not asked for any more. */
export async function setClosed(
  tx: Tx,
  { merchantId, id }: Key,
  status: 'void' | 'uncollectible',
  now: Date,
): Promise<void> {
  await tx.invoice.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status, closedAt: now, updatedAt: now, nextDunningAt: null, revision: { increment: 1 } },
  });
}
