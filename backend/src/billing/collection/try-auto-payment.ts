import { recordAudit, systemActor } from '../../compliance/index.ts';
import { AppError, ERROR_TABLE } from '../../platform/errors/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { findInvoice } from '../invoices/invoice.repository.ts';
import type { InvoiceKey } from '../invoices/invoice-row.ts';
import type { AutoPaymentOutcome } from '../ports.ts';
import { InvoiceNotPayableError, RailUnavailableError } from '../quotes/quote.errors.ts';
import { planQuote, type QuoteServices } from '../quotes/quote-invoice.ts';
import { type Allowance, findAllowance, lockAllowance } from './allowance.repository.ts';
import { collectInvoice } from './collect-invoice.ts';

/**
 * Pays an open invoice without asking, if its subscriber has allowed that. Safe to call at any time and by any number at
 * once: it is paid once, in one database transaction or not at all. A refusal leaves it open; to tell of it and to try
 * again is the caller's.
 * @throws what is nobody's refusal, such as a database that is away; then nothing has happened
 */
export async function tryAutoPayment(services: QuoteServices, key: InvoiceKey): Promise<AutoPaymentOutcome> {
  const allowance = await findAllowance(services.database.client, key);
  if (!allowance) return withoutPaying(services, key);
  try {
    await collectAllowed(services, key, allowance);
    return 'paid';
  } catch (error) {
    if (error instanceof InvoiceNotPayableError) return withoutPaying(services, key);
    if (error instanceof Revoked) return 'refused';
    if (error instanceof AppError) return ERROR_TABLE[error.code].retryable ? 'unavailable' : 'refused';
    throw error;
  }
}

async function collectAllowed(services: QuoteServices, key: InvoiceKey, allowance: Allowance): Promise<void> {
  const { rail, personId: onBehalfOf } = allowance;
  const plan = await planQuote(services, { payer: null, onBehalfOf }, key, rail);
  await services.database.transaction(async (tx) => {
    const { amount, currency } = await collectInvoice(tx, services, plan);
    if (!(await lockAllowance(tx, key, allowance))) throw new Revoked();
    const now = await merchantNow(tx, services.clock, key.merchantId);
    // Wallets hold real money, and a merchant moves their test clock as they like: it buys no time that has not passed.
    if (now > realNow(services.clock)) throw new RailUnavailableError(rail);
    await recordAudit(tx, now, {
      actor: systemActor('auto-payment'),
      action: 'invoice.paid',
      subjectId: key.invoiceId,
      merchantId: key.merchantId,
      details: { rail, personId: onBehalfOf, amount: amount.toString(), currency },
    });
  });
}

/** The subscriber took their word back meanwhile: everything is undone. */
class Revoked extends Error {}

async function withoutPaying(
  { database }: Pick<QuoteServices, 'database'>,
  key: InvoiceKey,
): Promise<AutoPaymentOutcome> {
  const invoice = await findInvoice(database.client, key, key.invoiceId);
  return invoice?.status === 'paid' ? 'paid' : 'refused';
}
