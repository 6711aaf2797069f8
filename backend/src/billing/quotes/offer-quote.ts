import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { InvoiceRow } from '../invoices/invoice-row.ts';
import type { BillingServices, MintOrder, RailName } from '../ports.ts';
import { RailUnavailableError } from './quote.errors.ts';
import { insertQuote, type QuoteRow } from './quote.repository.ts';

/** What is to be paid how. */
export interface QuoteTerms {
  readonly rail: RailName;
  readonly payer: PersonScope | null;
  /** The person who has allowed that this is paid without asking. */
  readonly onBehalfOf?: string | null;
  /** In the smallest unit of `currency`, which is one that the rail is paid in. */
  readonly amount: bigint;
  readonly currency: string;
  /** What that pays of the invoice, in the invoice's currency. */
  readonly invoiceAmount: bigint;
  readonly expiresAt: Date | null;
  readonly mint: MintOrder | null;
}

/**
 * Begins the payment of a locked invoice on a rail, and keeps what was offered.
 * @throws RailUnavailableError, and what the rail throws
 */
export async function offerQuote(
  tx: Tx,
  { rails }: Pick<BillingServices, 'rails'>,
  now: Date,
  invoice: InvoiceRow,
  { payer, onBehalfOf = null, mint, ...terms }: QuoteTerms,
): Promise<QuoteRow> {
  const rail = rails[terms.rail];
  if (!rail) throw new RailUnavailableError(terms.rail);
  const { merchantId, id: invoiceId, subscriptionId, periods } = invoice;
  const id = newId('quote');
  const { amount, currency, expiresAt } = terms;
  const offer = await rail.begin(tx, {
    merchantId,
    quoteId: id,
    invoiceId,
    description: invoice.number === null ? 'Invoice' : `Invoice ${invoice.number}`,
    payer,
    onBehalfOf,
    amount,
    currency,
    expiresAt,
    mint,
  });
  const quote = { ...terms, ...offer, merchantId, id, invoiceId, subscriptionId, periods, createdAt: now };
  await insertQuote(tx, quote);
  return quote;
}
