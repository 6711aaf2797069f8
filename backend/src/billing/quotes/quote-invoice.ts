import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { convert, type Rate } from '../../rates/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { findInvoice, lockInvoices } from '../invoices/invoice.repository.ts';
import { amountDue } from '../invoices/invoice.ts';
import type { InvoiceKey, InvoiceRow } from '../invoices/invoice-row.ts';
import { hasPaymentOver } from '../payments/payment.repository.ts';
import { findPlan } from '../plans/plan.repository.ts';
import { contractSats } from '../plans/plan-row.ts';
import type { BillingServices, MintOrder, RailName } from '../ports.ts';
import { readSubscriptions } from '../subscriptions/subscription.repository.ts';
import { offerQuote } from './offer-quote.ts';
import { InvoiceNotPayableError, RailUnavailableError } from './quote.errors.ts';
import { findLiveQuote, type QuoteRow } from './quote.repository.ts';

/** What quoting needs. */
export type QuoteServices = Pick<
  BillingServices,
  'database' | 'clock' | 'config' | 'rails' | 'rates' | 'currencies'
>;

/** Who is to pay: themselves, or as they have allowed before. */
export interface Payer {
  readonly payer: PersonScope | null;
  readonly onBehalfOf?: string | null;
}

/** All that has to be known before an invoice is quoted in a database transaction. */
export interface QuotePlan extends Required<Payer> {
  readonly key: InvoiceKey;
  readonly rail: RailName;
  readonly currency: string;
  readonly rate: Rate;
  readonly mint: MintOrder | null;
}

/**
 * What is to be paid for an invoice over a rail, and how: what is still due, in the rail's currency, at a rate that is
 * promised for a while. While such a promise holds, asking again answers with it. The caller has made sure that whoever
 * asks may pay the invoice.
 * @throws RailUnavailableError, InvoiceNotPayableError, RateUnavailableError, and what the rail throws
 */
export async function quoteInvoice(
  services: QuoteServices,
  payer: PersonScope | null,
  key: InvoiceKey,
  rail: RailName,
): Promise<QuoteRow> {
  const plan = await planQuote(services, { payer }, key, rail);
  return services.database.transaction((tx) => quoteAsPlanned(tx, services, plan));
}

/**
 * Finds out what a quote needs, before its transaction: a source of rates may take its time.
 * @throws RailUnavailableError, InvoiceNotPayableError, RateUnavailableError
 */
export async function planQuote(
  services: QuoteServices,
  { payer, onBehalfOf = null }: Payer,
  key: InvoiceKey,
  rail: RailName,
): Promise<QuotePlan> {
  const { client } = services.database;
  const invoice = await findInvoice(client, key, key.invoiceId);
  if (!invoice) throw new InvoiceNotPayableError('gone');
  const mint = await mintOf(client, invoice);
  const { merchantId, currency: from } = invoice;
  const currency = services.rails[rail]?.currencyFor({ merchantId, payer, onBehalfOf, mint, currency: from });
  if (currency === undefined) throw new RailUnavailableError(rail);
  return { key, rail, currency, payer, onBehalfOf, mint, rate: await services.rates.rate(from, currency) };
}

/**
 * Quotes an invoice, which is locked until the transaction ends. Periods that were minted are not minted again, however
 * little that paid: what is still due is paid over a rail that mints nothing.
 * @throws RailUnavailableError, InvoiceNotPayableError, and what the rail throws
 */
export async function quoteAsPlanned(
  tx: Tx,
  services: QuoteServices,
  { key, rail, currency, rate, ...who }: QuotePlan,
): Promise<QuoteRow> {
  const now = await merchantNow(tx, services.clock, key.merchantId);
  const [invoice] = await lockInvoices(tx, [key]);
  const invoiceAmount = invoice ? amountDue(invoice) : 0n;
  if (!invoice || invoiceAmount === 0n) throw new InvoiceNotPayableError(invoice?.status ?? 'gone');
  const live = await findLiveQuote(tx, { ...key, rail, currency, invoiceAmount }, now);
  const stage = live && (await services.rails[rail]?.stageOf(tx, key.merchantId, live.reference));
  if (live && stage !== 'failed') return live;
  if (who.mint !== null && rail === MINTING_RAIL && (await hasMint(tx, key)))
    throw new RailUnavailableError(rail);
  const sameCurrency = currency === invoice.currency;
  const amount = sameCurrency
    ? invoiceAmount
    : convert({
        amountUnits: invoiceAmount,
        ratio: rate.ratio,
        fromDecimals: services.currencies.get(invoice.currency).decimals,
        toDecimals: services.currencies.get(currency).decimals,
        rounding: 'up',
      });
  const expiresAt = sameCurrency ? null : new Date(now.getTime() + services.config.QUOTE_SECONDS * 1_000);
  return offerQuote(tx, services, now, invoice, { ...who, rail, amount, currency, invoiceAmount, expiresAt });
}

/** The rail whose payments mint: an invoice is paid over it once, and what is then missing over another. */
const MINTING_RAIL: RailName = 'charms';

/** Whether the periods of an invoice are yet to be minted: they are on the chain, and no payment has minted them. */
export async function isToBeMinted(tx: Tx, invoice: InvoiceRow): Promise<boolean> {
  const { merchantId, id: invoiceId } = invoice;
  return (await mintOf(tx, invoice)) !== null && !(await hasMint(tx, { merchantId, invoiceId }));
}

/** Whether a payment that counts, or is on its way, has minted the periods of an invoice. */
function hasMint(tx: Tx, key: InvoiceKey): Promise<boolean> {
  return hasPaymentOver(tx, key, MINTING_RAIL);
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
  const { id: planId, payoutAddress, onChain, price, supplyLimit } = plan;
  return {
    planId,
    subscriptionId,
    periods,
    priceSats: contractSats(price),
    payoutAddress,
    onChain,
    limited: supplyLimit !== null,
  };
}
