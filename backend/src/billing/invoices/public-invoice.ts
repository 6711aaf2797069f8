import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import type { InvoiceRow } from './invoice-row.ts';
import { findInvoiceById } from './own-invoice.repository.ts';

/**
 * An invoice for whoever knows its id, which nobody can guess. What is shown of it says nothing of who it is for.
 * @throws NotFoundError
 */
export async function showPublicInvoice(tx: Tx, id: string): Promise<InvoiceRow> {
  requireId('invoice', id);
  const invoice = await findInvoiceById(tx, id);
  if (!invoice) throw new NotFoundError('invoice', id);
  return invoice;
}
