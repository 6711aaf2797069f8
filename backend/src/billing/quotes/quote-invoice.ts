import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { convert } from '../../rates/index.ts';
import { findInvoice, lockInvoices } from '../invoices/invoice.repository.ts';
import { amountDue } from '../invoices/invoice.ts';
import type { InvoiceKey, InvoiceRow } from '../invoices/invoice-row.ts';
import { findPlan } from '../plans/plan.repository.ts';
import type { BillingServices, MintOrder, RailName } from '../ports.ts';
import { readSubscriptions } from '../subscriptions/subscription.repository.ts';
import { offerQuote } from './offer-quote.ts';
import { InvoiceNotPayableError, RailUnavailableError } from './quote.errors.ts';
import { findLiveQuote, type QuoteRow } from './quote.repository.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'config' | 'rails' | 'rates' | 'currencies'>;

/**
 * What is to be paid for an invoice over a rail, and how: what is still due, in the rail's currency, at a rate that is
 * promised for a while. While such a promise holds, asking again answers with it. The caller has made sure that whoever
 * asks may pay the invoice.
 * @throws RailUnavailableError, InvoiceNotPayableError, RateUnavailableError, and what the rail throws
 */
export async function quoteInvoice(
  services: Services,
  payer: PersonScope | null,
  { merchantId, invoiceId }: InvoiceKey,
  rail: RailName,
): Promise<QuoteRow> {
  const { database, clock } = services;
  const known = await findInvoice(database.client, { merchantId }, invoiceId);
  if (!known) throw new InvoiceNotPayableError('gone');
  const { currency: invoiceCurrency } = known;
  const mint = await mintOf(database.client, known);
  const currency = services.rails[rail]?.currencyFor({ merchantId, payer, mint, currency: invoiceCurrency });
  if (currency === undefined) throw new RailUnavailableError(rail);
  // Asked for before the transaction: a source of rates may take its time.
  const rate = await services.rates.rate(invoiceCurrency, currency);

  return database.transaction(async (tx) => {
    const now = clock.now();
    const [invoice] = await lockInvoices(tx, [{ merchantId, invoiceId }]);
    const invoiceAmount = invoice ? amountDue(invoice) : 0n;
    if (!invoice || invoiceAmount === 0n) throw new InvoiceNotPayableError(invoice?.status ?? 'gone');
    const live = await findLiveQuote(tx, { merchantId, invoiceId, rail, currency, invoiceAmount }, now);
    if (live) return live;
    const sameCurrency = currency === invoiceCurrency;
    const amount = sameCurrency
      ? invoiceAmount
      : convert({
          amountUnits: invoiceAmount,
          ratio: rate.ratio,
          fromDecimals: services.currencies.get(invoiceCurrency).decimals,
          toDecimals: services.currencies.get(currency).decimals,
          rounding: 'up',
        });
    const expiresAt = sameCurrency ? null : new Date(now.getTime() + services.config.QUOTE_SECONDS * 1_000);
    return offerQuote(tx, services, now, invoice, {
      rail,
      payer,
      amount,
      currency,
      invoiceAmount,
      expiresAt,
      mint,
    });
  });
}

/** What the payment of an invoice mints; null when it is for nothing on the chain. */
async function mintOf(
  tx: Tx,
  { merchantId, subscriptionId, periods }: InvoiceRow,
): Promise<MintOrder | null> {
  if (subscriptionId === null || periods === 0) return null;
  const [subscription] = await readSubscriptions(tx, [subscriptionId]);
  const plan = subscription && (await findPlan(tx, { merchantId }, subscription.planId));
  if (!plan?.onChain) return null;
  const { id: planId, payoutAddress, onChain, price } = plan;
  return { planId, subscriptionId, periods, priceSats: price.amount, payoutAddress, onChain };
}
