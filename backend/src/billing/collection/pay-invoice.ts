import { personActor, recordAudit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { findOwnInvoice } from '../invoices/own-invoice.repository.ts';
import type { RailName } from '../ports.ts';
import { planQuote, type QuoteServices } from '../quotes/quote-invoice.ts';
import { requireId } from '../require-id.ts';
import { collectInvoice } from './collect-invoice.ts';

/**
 * Pays what is due of an invoice at once, from what its customer has here. Asking again with the same key changes
 * nothing; the call is the payer's word that the money is to be taken.
 * @throws NotFoundError for an invoice of somebody else, RailUnavailableError, InvoiceNotPayableError,
 *   InsufficientFundsError, LimitExceededError, IdempotencyKeyReusedError
 */
export async function payInvoice(
  services: QuoteServices,
  payer: PersonScope,
  { invoiceId, rail, idempotencyKey: key }: { invoiceId: string; rail: RailName; idempotencyKey: string },
): Promise<{ readonly invoiceId: string }> {
  requireId('invoice', invoiceId);
  const invoice = await findOwnInvoice(services.database.client, payer, invoiceId);
  if (!invoice) throw new NotFoundError('invoice', invoiceId);
  const { merchantId } = invoice;
  const plan = await planQuote(services, { payer }, { merchantId, invoiceId }, rail);
  const request = { ownerId: payer.personId, key, operation: 'invoice.pay', input: { invoiceId, rail } };
  await services.database.transaction((tx) =>
    once(tx, realNow(services.clock), request, async () => {
      const { id, amount, currency } = await collectInvoice(tx, services, plan);
      await recordAudit(tx, await merchantNow(tx, services.clock, merchantId), {
        actor: personActor(payer),
        action: 'invoice.paid',
        subjectId: invoiceId,
        merchantId,
        details: { rail, amount: amount.toString(), currency },
      });
      return id;
    }),
  );
  return { invoiceId };
}
