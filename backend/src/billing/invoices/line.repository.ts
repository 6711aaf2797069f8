import type { Prisma, Tx } from '../../platform/database/index.ts';
import type { NewLine } from './new-invoice.ts';

/** A line as it is stored. */
export interface LineRow {
  readonly merchantId: string;
  readonly invoiceId: string;
  /** Counted from 1. */
  readonly line: number;
  readonly kind: NewLine['kind'];
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: bigint;
  readonly amount: bigint;
  readonly taxRatePpm: number | null;
  readonly taxIncluded: boolean;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
}

/** The lines of invoices that the caller may see, in their order. */
export async function readLines(
  tx: Tx,
  invoices: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<LineRow[]> {
  if (invoices.length === 0) return [];
  const stored = await tx.invoiceLine.findMany({
    where: { OR: invoices.map(({ merchantId, id }) => ({ merchantId, invoiceId: id })) },
    orderBy: [{ invoiceId: 'asc' }, { line: 'asc' }],
  });
  return stored.map(toLineRow);
}

export async function deleteLines(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
): Promise<void> {
  await tx.invoiceLine.deleteMany({ where: { merchantId, invoiceId: id } });
}

function toLineRow({ kind, unitAmount, amount, ...line }: Prisma.InvoiceLineGetPayload<object>): LineRow {
  return {
    ...line,
    kind: kind as NewLine['kind'],
    unitAmount: BigInt(unitAmount.toFixed()),
    amount: BigInt(amount.toFixed()),
  };
}
