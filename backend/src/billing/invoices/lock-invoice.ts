import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { requireId } from '../require-id.ts';
import { InvoiceStateError } from './invoice.errors.ts';
import { lockInvoices } from './invoice.repository.ts';
import type { InvoiceStatus } from './invoice.ts';
import type { InvoiceRow } from './invoice-row.ts';

/**
 * A merchant's invoice, locked until the transaction ends, in one of these statuses.
 * @throws NotFoundError, InvoiceStateError
 */
export async function lockInvoiceIn(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
  invoiceId: string,
  statuses: readonly InvoiceStatus[],
): Promise<InvoiceRow> {
  requireId('invoice', invoiceId);
  const [invoice] = await lockInvoices(tx, [{ merchantId, invoiceId }]);
  if (!invoice) throw new NotFoundError('invoice', invoiceId);
  if (!statuses.includes(invoice.status)) throw new InvoiceStateError(invoice.status);
  return invoice;
}
