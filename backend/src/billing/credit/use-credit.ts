import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { lockInvoiceIn } from '../invoices/lock-invoice.ts';
import type { BillingServices } from '../ports.ts';
import { applyCredit } from './apply-credit.ts';

/**
 * Pays an open invoice from its customer's credit, as far as it reaches.
 * @throws NotFoundError, InvoiceStateError
 */
export async function useCredit(
  { database, clock }: Pick<BillingServices, 'database' | 'clock'>,
  scope: MerchantScope,
  invoiceId: string,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const invoice = await lockInvoiceIn(tx, scope, invoiceId, ['open']);
    await applyCredit(tx, now, [invoice]);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'credit.applied',
      subjectId: invoiceId,
      merchantId: scope.merchantId,
    });
  });
  return { invoiceId };
}
