import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { PlanLimitedError, PlanNotBuyableError, PlanOwnError } from '../plans/plan.errors.ts';
import type { PlanRow } from '../plans/plan-row.ts';
import type { BillingServices, RailName, TransactionStage } from '../ports.ts';
import { findNewestQuote, insertQuote, type QuoteRow } from '../quotes/quote.repository.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** What a buyer gets: the subscription, and the transaction that they are to sign. */
export interface Purchase {
  readonly subscriptionId: string;
  readonly transactionId: string;
}

const RAIL: RailName = 'charms';

/** The newest purchase of a locked subscription and how far it has come, if there was one. */
export async function newestPurchase(
  tx: Tx,
  { rails }: Pick<BillingServices, 'rails'>,
  { merchantId, id }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
): Promise<(QuoteRow & { readonly stage: TransactionStage }) | undefined> {
  const quote = await findNewestQuote(tx, merchantId, id);
  if (!quote) return undefined;
  return { ...quote, stage: await rails[quote.rail].stageOf(tx, merchantId, quote.transactionId) };
}

/**
 * Begins the payment of so many periods for a locked subscription, and keeps what was offered.
 * @throws PlanNotBuyableError, PlanLimitedError, PlanOwnError
 */
export async function beginPurchase(
  tx: Tx,
  { rails, clock }: Pick<BillingServices, 'rails' | 'clock'>,
  payer: PersonScope,
  plan: PlanRow,
  subscription: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  periods: number,
): Promise<Purchase> {
  const { merchantId, id: subscriptionId } = subscription;
  const { id: planId, price, payoutAddress, onChain } = plan;
  if (onChain === null) throw new PlanNotBuyableError(plan.status);
  if (plan.supplyLimit !== null) throw new PlanLimitedError();
  if (payoutAddress === payer.address) throw new PlanOwnError();
  const priceSats = price.amount;
  const { transactionId } = await rails[RAIL].begin(tx, {
    merchantId,
    planId,
    subscriptionId,
    payer,
    periods,
    priceSats,
    payoutAddress,
    onChain,
  });
  await insertQuote(tx, {
    merchantId,
    id: newId('quote'),
    subscriptionId,
    rail: RAIL,
    periods,
    amountSats: priceSats * BigInt(periods),
    transactionId,
    createdAt: clock.now(),
  });
  return { subscriptionId, transactionId };
}
