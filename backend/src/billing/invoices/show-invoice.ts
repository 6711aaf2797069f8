import {
  type Caller,
  type MerchantScope,
  type PortalScope,
  type Role,
  requireMerchant,
} from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { IdKind } from '../../platform/ids.ts';
import { findCreditNoteMerchant } from '../credit-notes/credit-note.repository.ts';
import { findRefundMerchant } from '../refunds/refund.repository.ts';
import { requireId } from '../require-id.ts';
import { findInvoice } from './invoice.repository.ts';
import type { InvoiceRow } from './invoice-row.ts';
import { findInvoiceMerchant } from './list-invoices.repository.ts';
import { findOwnInvoice } from './own-invoice.repository.ts';

const MERCHANT_OF = {
  invoice: findInvoiceMerchant,
  creditNote: findCreditNoteMerchant,
  refund: findRefundMerchant,
} as const satisfies Partial<Record<IdKind, (tx: Tx, id: string) => Promise<string | undefined>>>;

/**
 * The right of a person or an API key to act for the merchant that has this.
 * @throws NotFoundError naming it when they do not belong to it, ForbiddenError when their role is too low
 */
export async function requireInvoiceMember(
  tx: Tx,
  caller: Caller,
  kind: keyof typeof MERCHANT_OF,
  id: string,
  minimum: Role,
): Promise<MerchantScope> {
  requireId(kind, id);
  const merchantId = await MERCHANT_OF[kind](tx, id);
  if (merchantId === undefined) throw new NotFoundError(kind, id);
  try {
    return await requireMerchant(tx, caller, merchantId, minimum, 'invoices');
  } catch (error) {
    throw error instanceof NotFoundError ? new NotFoundError(kind, id) : error;
  }
}

/**
 * An invoice as its customer or a member of its merchant sees it.
 * @throws NotFoundError, also for one that the viewer may not know of
 */
export async function showInvoice(tx: Tx, viewer: Caller | PortalScope, id: string): Promise<InvoiceRow> {
  requireId('invoice', id);
  const own = viewer.kind === 'api_key' ? undefined : await findOwnInvoice(tx, viewer, id);
  if (own) return own;
  if (viewer.kind === 'portal') throw new NotFoundError('invoice', id);
  const scope = await requireInvoiceMember(tx, viewer, 'invoice', id, 'viewer');
  const invoice = await findInvoice(tx, scope, id);
  if (!invoice) throw new NotFoundError('invoice', id);
  return invoice;
}
