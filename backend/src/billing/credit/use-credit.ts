import { type Actor, merchantActor, recordAudit } from '../../compliance/index.ts';
import type { Caller, PortalScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { subscriberActor } from '../customers/subscriber-actor.ts';
import { lockInvoiceIn } from '../invoices/lock-invoice.ts';
import { findOwnInvoice } from '../invoices/own-invoice.repository.ts';
import { requireInvoiceMember } from '../invoices/show-invoice.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { applyCredit } from './apply-credit.ts';

/**
 * Pays an open invoice from its customer's credit, as far as it reaches: for the customer, or an admin of the merchant.
 * Asking again uses no more than is still due.
 * @throws NotFoundError, also for one that they may not know of, ForbiddenError, InvoiceStateError
 */
export async function useCredit(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  viewer: Caller | PortalScope,
  invoiceId: string,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const { merchantId, actor } = await rightTo(tx, viewer, invoiceId);
    const now = await merchantNow(tx, clock, merchantId);
    const invoice = await lockInvoiceIn(tx, { merchantId }, invoiceId, ['open']);
    await applyCredit(tx, now, [invoice]);
    await recordAudit(tx, now, { actor, action: 'credit.applied', subjectId: invoiceId, merchantId });
  });
  return { invoiceId };
}

async function rightTo(
  tx: Tx,
  viewer: Caller | PortalScope,
  invoiceId: string,
): Promise<{ readonly merchantId: string; readonly actor: Actor }> {
  requireId('invoice', invoiceId);
  if (viewer.kind !== 'api_key') {
    const own = await findOwnInvoice(tx, viewer, invoiceId);
    if (own) return { merchantId: own.merchantId, actor: subscriberActor(viewer) };
    if (viewer.kind === 'portal') throw new NotFoundError('invoice', invoiceId);
  }
  const scope = await requireInvoiceMember(tx, viewer, 'invoice', invoiceId, 'admin');
  return { merchantId: scope.merchantId, actor: merchantActor(scope) };
}
