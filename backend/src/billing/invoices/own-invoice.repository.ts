import type { SubscriberScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { managedBy } from '../customers/managed-by.repository.ts';
import { INVOICE_COLUMNS, type InvoiceRow, type StoredInvoice, toInvoiceRow } from './invoice-row.ts';

/** An invoice by its id alone, which nobody can guess: whoever knows it may see what is public of it, and pay it. */
export async function findInvoiceById(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
  const [row] = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS} FROM invoices i WHERE i.id = ${id} AND i.status <> 'draft'`;
  return row && toInvoiceRow(row);
}

/** An invoice of the subscriber's own. */
export async function findOwnInvoice(
  tx: Tx,
  subscriber: SubscriberScope,
  id: string,
): Promise<InvoiceRow | undefined> {
  const [row] = await tx.$queryRaw<StoredInvoice[]>`
    SELECT ${INVOICE_COLUMNS}
    FROM invoices i JOIN customers c ON c.merchant_id = i.merchant_id AND c.id = i.customer_id
    WHERE i.id = ${id} AND i.status <> 'draft' AND ${managedBy(subscriber)}`;
  return row && toInvoiceRow(row);
}
