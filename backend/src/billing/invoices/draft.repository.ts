import type { Tx } from '../../platform/database/index.ts';
import type { NewInvoice } from './new-invoice.ts';

type Key = Pick<NewInvoice, 'merchantId' | 'id'>;

/** Stores a draft: without a number, owed by nobody yet. Its lines are stored apart. */
export async function insertDraft(tx: Tx, invoice: NewInvoice, now: Date): Promise<void> {
  const { merchantId, id, kind, customerId, subscriptionId, currency, periods } = invoice;
  await tx.invoice.create({
    data: {
      merchantId,
      id,
      kind,
      customerId,
      subscriptionId,
      currency,
      periods,
      status: 'draft',
      createdAt: now,
      updatedAt: now,
      ...termsOf(invoice),
    },
  });
}

/** Writes what a locked draft has become. */
export async function updateDraft(tx: Tx, invoice: NewInvoice, now: Date): Promise<void> {
  await tx.invoice.update({ where: keyOf(invoice), data: { ...termsOf(invoice), updatedAt: now } });
}

/** Removes a locked draft, whose lines are gone. */
export async function deleteDraft(tx: Tx, key: Key): Promise<void> {
  await tx.invoice.delete({ where: keyOf(key) });
}

/** Gives a locked draft its merchant's next number, whose counter stays locked until the transaction ends. */
export async function openDraft(
  tx: Tx,
  invoice: NewInvoice & { readonly nextDunningAt: Date | null },
  now: Date,
): Promise<void> {
  const { merchantId, nextDunningAt } = invoice;
  const [taken] = await tx.$queryRaw<{ number: number }[]>`
    INSERT INTO invoice_numbers AS n (merchant_id, next) VALUES (${merchantId}, 2)
    ON CONFLICT (merchant_id) DO UPDATE SET next = n.next + 1
    RETURNING next - 1 AS number`;
  if (!taken) throw new Error(`no number for invoice ${invoice.id}`);
  await tx.invoice.update({
    where: keyOf(invoice),
    data: {
      ...termsOf(invoice),
      status: 'open',
      number: taken.number,
      openedAt: now,
      updatedAt: now,
      nextDunningAt,
      revision: { increment: 1 },
    },
  });
}

function keyOf({ merchantId, id }: Key) {
  return { merchantId_id: { merchantId, id } };
}

function termsOf({ subtotal, tax, total, tolerance, dueAt, memo }: NewInvoice) {
  return {
    subtotal: subtotal.toString(),
    tax: tax.toString(),
    total: total.toString(),
    tolerance: tolerance.toString(),
    dueAt,
    memo: memo ?? null,
  };
}
