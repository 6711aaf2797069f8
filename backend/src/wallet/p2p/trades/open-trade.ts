import { LimitExceededError, personActor, recordAudit, useLimit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { InsufficientFundsError, placeHold } from '../../../ledger/index.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../../platform/errors/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { once } from '../../../platform/idempotency/index.ts';
import { newId } from '../../../platform/ids.ts';
import { accountIds } from '../../accounts/account-ids.ts';
import { personAccount } from '../../accounts/account-names.ts';
import { feeOn } from '../fee.ts';
import { findOffer, lockOffer, takeFromOffer } from '../offers/offer.repository.ts';
import type { Offer } from '../offers/offer.ts';
import { checkAmount } from '../offers/quote-offer.ts';
import { costOf, unitPriceNow } from '../offers/unit-price.ts';
import {
  OfferStateError,
  OwnOfferError,
  PriceMovedError,
  SellerShortError,
  UnpaidTradesError,
} from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { requireId } from '../read-input.ts';
import { countUnpaid, insertTrade } from './trade.repository.ts';
import { limitKeysOf, type Trade } from './trade.ts';
import { tradeEvents, walletEvents } from './trade-events.ts';

/** What one buyer may have begun and not paid: others' money is locked for them meanwhile. */
export const UNPAID_LIMIT = 5;

export interface TradeOrder {
  readonly offerId: string;
  /** In the smallest unit of the offer's currency. */
  readonly amount: bigint;
  /** One of the offer's. */
  readonly paymentMethod: string;
  /** What the buyer wants to pay at most, in the smallest unit of the price currency. */
  readonly maxPriceAmount?: bigint | null | undefined;
}

/**
 * Opens a trade: its price is fixed, and the seller's money, amount and fee, is held for it.
 * @throws NotFoundError, OwnOfferError, OfferStateError, AmountOutOfBoundsError, PriceMovedError, SellerShortError,
 *   UnpaidTradesError, LimitExceededError, RateUnavailableError, InvalidInputError, IdempotencyKeyReusedError
 */
export async function openTrade(
  services: P2pServices,
  buyer: PersonScope,
  { offerId, amount, paymentMethod, maxPriceAmount = null }: TradeOrder,
  idempotencyKey: string,
): Promise<{ readonly tradeId: string }> {
  requireId('offer', offerId);
  const { database, clock } = services;
  const offer = await findOffer(database.client, offerId);
  if (!offer) throw new NotFoundError('offer', offerId);
  if (amount <= 0n) throw new InvalidInputError('amount', 'more than zero');
  // Asked before the transaction, and only missed inside it: who repeats a request that was answered needs no rate.
  const [priced] = await Promise.allSettled([unitPriceNow(services, offer)]);
  const { id } = await database.transaction((tx) => {
    const now = clock.now();
    const request = {
      ownerId: buyer.personId,
      key: idempotencyKey,
      operation: 'p2p_trade.open',
      input: { offerId, amount, paymentMethod, maxPriceAmount },
    };
    return once(tx, now, request, async () => {
      if (priced.status === 'rejected') throw priced.reason;
      const locked = await lockBuyable(tx, buyer, offerId);
      checkAmount(locked, amount);
      if (!locked.paymentMethods.includes(paymentMethod)) {
        throw new InvalidInputError('paymentMethod', 'one that the offer names');
      }
      const priceAmount = costOf(services, locked, amount, priced.value);
      if (maxPriceAmount !== null && priceAmount > maxPriceAmount) {
        throw new PriceMovedError(locked.priceCurrency, priceAmount);
      }
      return begin(tx, services, buyer, locked, {
        amount,
        paymentMethod,
        unitPrice: priced.value,
        priceAmount,
        now,
      });
    });
  });
  return { tradeId: id };
}

async function lockBuyable(tx: Tx, buyer: PersonScope, offerId: string): Promise<Offer> {
  const offer = await lockOffer(tx, offerId);
  if (!offer) throw new NotFoundError('offer', offerId);
  if (offer.sellerId === buyer.personId) throw new OwnOfferError();
  if (offer.status !== 'active') throw new OfferStateError(offer.status);
  return offer;
}

interface Terms extends Pick<Trade, 'amount' | 'paymentMethod' | 'unitPrice' | 'priceAmount'> {
  readonly now: Date;
}

async function begin(
  tx: Tx,
  services: P2pServices,
  buyer: PersonScope,
  offer: Offer,
  { now, ...terms }: Terms,
): Promise<string> {
  const { sellerId, currency, priceCurrency, priceDecimals } = offer;
  const id = newId('trade');
  const parties = { id, buyerId: buyer.personId, sellerId };
  await countTowardsLimits(tx, now, { ...parties, currency, amount: terms.amount });
  if ((await countUnpaid(tx, buyer)) >= UNPAID_LIMIT) throw new UnpaidTradesError(UNPAID_LIMIT);
  await takeFromOffer(tx, offer.id, terms.amount, now);
  const fee = feeOn(services, terms.amount);
  const trade: Trade = {
    ...parties,
    ...terms,
    offerId: offer.id,
    currency,
    fee,
    priceCurrency,
    priceDecimals,
    status: 'awaiting_payment',
    holdId: await holdOf(tx, services, { id, sellerId, currency, total: terms.amount + fee }, now),
    payBy: new Date(now.getTime() + offer.windowSeconds * 1_000),
    createdAt: now,
    updatedAt: now,
    paidAt: null,
    paymentReference: null,
    disputedAt: null,
    disputedBy: null,
    disputeReason: null,
    disputeEvidence: null,
    resolvedBy: null,
    resolution: null,
    endedAt: null,
  };
  await insertTrade(tx, trade);
  await recordEvents(tx, now, [...tradeEvents(trade, 'opened'), ...walletEvents(sellerId)]);
  const { unitPrice } = terms;
  const amounts = {
    amount: trade.amount.toString(),
    fee: fee.toString(),
    price: trade.priceAmount.toString(),
  };
  const details = { offerId: offer.id, currency, priceCurrency, unitPrice, ...amounts };
  await recordAudit(tx, now, {
    actor: personActor(buyer),
    action: 'p2p_trade.opened',
    subjectId: id,
    details,
  });
  return id;
}

/** Both trade. The limits of two people are taken in one order: two who buy from each other do not wait in a ring. */
async function countTowardsLimits(
  tx: Tx,
  now: Date,
  trade: Pick<Trade, 'id' | 'buyerId' | 'sellerId' | 'currency' | 'amount'>,
): Promise<void> {
  const { buyerId, sellerId, currency, amount } = trade;
  const keys = limitKeysOf(trade);
  const uses = [
    { personId: buyerId, key: keys.buyer },
    { personId: sellerId, key: keys.seller },
  ].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  for (const use of uses) {
    try {
      await useLimit(tx, now, { ...use, operation: 'p2p', currency, amount });
    } catch (error) {
      // How much the seller may still move is not the buyer's to know.
      if (error instanceof LimitExceededError && use.personId === sellerId) throw new SellerShortError();
      throw error;
    }
  }
}

async function holdOf(
  tx: Tx,
  services: P2pServices,
  { id, sellerId, currency, total }: { id: string; sellerId: string; currency: string; total: bigint },
  now: Date,
): Promise<string> {
  const [account] = await accountIds(tx, services, [personAccount(sellerId, currency)]);
  try {
    const { holdId } = await placeHold(tx, now, {
      key: `p2p.escrow:${id}`,
      kind: 'p2p.escrow',
      account,
      amount: total,
      currency,
      metadata: { subject: id },
    });
    return holdId;
  } catch (error) {
    // What the seller has is not the buyer's to know.
    if (error instanceof InsufficientFundsError) throw new SellerShortError();
    throw error;
  }
}
