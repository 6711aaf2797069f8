import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { findPayableInvoices, voidInvoices } from '../invoices/invoice.repository.ts';
import { amountDue } from '../invoices/invoice.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import { newInvoice, planLine } from '../invoices/new-invoice.ts';
import { openInvoice } from '../invoices/open-invoices.ts';
import { assertLeft, PlanNotBuyableError, PlanOwnError } from '../plans/plan.errors.ts';
import type { PlanRow } from '../plans/plan-row.ts';
import { findPolicy } from '../policy/policy.repository.ts';
import type { BillingServices, TransactionStage } from '../ports.ts';
import { offerQuote } from '../quotes/offer-quote.ts';
import { findTransactionQuotes, type QuoteRow } from '../quotes/quote.repository.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** What a buyer gets: the subscription, and the transaction that they are to sign. */
export interface Purchase {
  readonly subscriptionId: string;
  readonly transactionId: string;
}

/**
 * The newest purchase of a locked subscription that makes a transaction, and how far it has come: of those that have
 * not failed, if there is one. What was given up may have been sent all the same, before or after another was begun.
 */
export async function newestPurchase(
  tx: Tx,
  { rails }: Pick<BillingServices, 'rails'>,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
): Promise<(QuoteRow & { readonly transactionId: string; readonly stage: TransactionStage }) | undefined> {
  const quotes = await findTransactionQuotes(tx, merchantId, id);
  for (const quote of quotes) {
    const stage = (await rails[quote.rail]?.stageOf(tx, merchantId, quote.reference)) ?? 'failed';
    if (stage !== 'failed') return { ...quote, stage };
  }
  return quotes[0] && { ...quotes[0], stage: 'failed' };
}

/**
 * Begins the minting of so many periods for a locked subscription: opens the invoice, unless there is one for as many,
 * and keeps what was offered.
 * @throws PlanNotBuyableError, PlanLimitedError, PlanOwnError
 */
export async function beginPurchase(
  tx: Tx,
  { rails, clock }: Pick<BillingServices, 'rails' | 'clock'>,
  payer: PersonScope,
  plan: PlanRow,
  subscription: SubscriptionRow,
  periods: number,
): Promise<Purchase> {
  const subscriptionId = subscription.id;
  const now = await merchantNow(tx, clock, subscription.merchantId);
  const { id: planId, price, payoutAddress, onChain } = plan;
  if (onChain === null) throw new PlanNotBuyableError(plan.status);
  assertLeft(plan, periods);
  if (payoutAddress === payer.address) throw new PlanOwnError();
  if (price.currency !== 'BTC')
    throw new InvalidInputError(
      'planId',
      'a plan priced in BTC: start this one at its price, and quote its invoice',
    );
  const priceSats = price.amount;
  const invoice = await invoiceFor(tx, now, plan, subscription, periods);
  const amount = priceSats * BigInt(periods);
  const { transactionId } = await offerQuote(tx, { rails }, now, invoice, {
    rail: 'charms',
    payer,
    amount,
    currency: 'BTC',
    invoiceAmount: amountDue(invoice) || amount,
    expiresAt: null,
    mint: {
      planId,
      subscriptionId,
      periods,
      priceSats,
      payoutAddress,
      onChain,
      limited: plan.supplyLimit !== null,
    },
  });
  if (transactionId === null) throw new Error('a mint without a transaction');
  return { subscriptionId, transactionId };
}

/** The open invoice for as many periods, or a new one; others that were opened for nothing yet are voided. */
async function invoiceFor(
  tx: Tx,
  now: Date,
  plan: PlanRow,
  subscription: SubscriptionRow,
  periods: number,
): Promise<InvoiceRow> {
  const { merchantId, id: subscriptionId, customerId, quantity, status } = subscription;
  const open = await findPayableInvoices(tx, subscription);
  const wanted = open.find((invoice) => invoice.periods === periods);
  const superseded = open.filter((invoice) => invoice !== wanted && invoice.kind !== 'renewal');
  const voided = await voidInvoices(
    tx,
    subscription,
    superseded.map(({ id }) => id),
    now,
  );
  await recordEvents(
    tx,
    now,
    voided.flatMap((invoice) => invoiceEvents(invoice, ['voided'])),
  );
  if (wanted) return wanted;
  const { dueHours, toleranceBps } = await findPolicy(tx, merchantId);
  const draft = newInvoice({
    merchantId,
    kind: status === 'incomplete' ? 'first' : 'prepaid',
    customerId,
    subscriptionId,
    currency: plan.price.currency,
    lines: [planLine(plan.name, plan.price.amount, { quantity, periods })],
    periods,
    dueAt: new Date(now.getTime() + dueHours * 3_600_000),
    toleranceBps,
    taxIncluded: true,
  });
  const opened = await openInvoice(tx, now, draft);
  await recordEvents(tx, now, invoiceEvents(opened, ['opened']));
  return opened;
}
