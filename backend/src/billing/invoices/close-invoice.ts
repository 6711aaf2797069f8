import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { returnCredit } from '../credit/return-credit.ts';
import type { BillingServices } from '../ports.ts';
import { readSentQuotes } from '../quotes/quote.repository.ts';
import { endUnrenewed } from '../subscriptions/end-unrenewed.ts';
import { blockPayments, setClosed } from './close.repository.ts';
import { InvoiceStateError } from './invoice.errors.ts';
import { invoiceStatusesFor } from './invoice.ts';
import { invoiceEvents } from './invoice-events.ts';
import type { InvoiceRow } from './invoice-row.ts';
import { lockInvoiceIn } from './lock-invoice.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Takes an invoice back: it is not owed after all, and credit that was used for it is the customer's again. Not while
 * money for it is here or on its way; what is paid later all the same makes it paid. A subscription whose renewal it was
 * ends with its paid time, unless its owner keeps it.
 * @throws NotFoundError, InvoiceStateError
 */
export async function voidInvoice(
  { database, clock, rails }: Services,
  scope: MerchantScope,
  invoiceId: string,
  reason: string | null = null,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const invoice = await lockInvoiceIn(tx, scope, invoiceId, invoiceStatusesFor('void'));
    await requireUnpaid(tx, rails, invoice);
    await returnCredit(tx, now, invoice);
    await setClosed(tx, invoice, 'void', now);
    await note(tx, now, scope, invoice, 'voided', reason);
    await endUnrenewed(tx, now, scope, invoice);
  });
  return { invoiceId };
}

/**
 * Gives an invoice up: nobody is reminded of it any more. Money that comes for it all the same makes it paid.
 * @throws NotFoundError, InvoiceStateError
 */
export async function markInvoiceUncollectible(
  { database, clock }: Services,
  scope: MerchantScope,
  invoiceId: string,
  reason: string | null = null,
): Promise<{ readonly invoiceId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const invoice = await lockInvoiceIn(tx, scope, invoiceId, invoiceStatusesFor('give_up'));
    await setClosed(tx, invoice, 'uncollectible', now);
    await note(tx, now, scope, invoice, 'uncollectible', reason);
  });
  return { invoiceId };
}

/** @throws InvoiceStateError */
async function requireUnpaid(tx: Tx, rails: Services['rails'], invoice: InvoiceRow): Promise<void> {
  if (invoice.paid > 0n) throw new InvoiceStateError('partially paid');
  // From here on no payment of it is written until the transaction ends.
  if (await blockPayments(tx, invoice)) throw new InvoiceStateError('being paid');
  for (const { rail, reference } of await readSentQuotes(tx, invoice)) {
    const stage = await rails[rail]?.stageOf(tx, invoice.merchantId, reference);
    if (stage === 'sent') throw new InvoiceStateError('being paid');
  }
}

async function note(
  tx: Tx,
  now: Date,
  scope: MerchantScope,
  invoice: InvoiceRow,
  change: 'voided' | 'uncollectible',
  reason: string | null,
): Promise<void> {
  await recordEvents(tx, now, invoiceEvents(invoice, [change]));
  await recordAudit(tx, now, {
    actor: merchantActor(scope),
    action: change === 'voided' ? 'invoice.voided' : 'invoice.given_up',
    subjectId: invoice.id,
    merchantId: scope.merchantId,
    details: { reason },
  });
}
