import { NotFoundError } from '../../../platform/errors/index.ts';
import { feeOn } from '../fee.ts';
import { AmountOutOfBoundsError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { requireId } from '../read-input.ts';
import { findOffer } from './offer.repository.ts';
import { type Offer, tradeBounds } from './offer.ts';
import { costOf, unitPriceNow } from './unit-price.ts';

/** What a trade of an amount would come to now. Nothing is promised: a market's rate is taken when a trade opens. */
export interface OfferQuote {
  readonly offer: Offer;
  /** What the buyer gets, in the smallest unit of the currency. */
  readonly amount: bigint;
  /** What the seller pays the platform beside it, in the same unit. */
  readonly fee: bigint;
  /** Whole units of the price currency for a whole unit. */
  readonly unitPrice: string;
  /** What the buyer pays the seller, in the smallest unit of the price currency. */
  readonly priceAmount: bigint;
}

/** @throws NotFoundError, AmountOutOfBoundsError, RateUnavailableError */
export async function quoteOffer(
  services: P2pServices,
  offerId: string,
  amount: bigint,
): Promise<OfferQuote> {
  requireId('offer', offerId);
  const offer = await findOffer(services.database.client, offerId);
  if (!offer) throw new NotFoundError('offer', offerId);
  checkAmount(offer, amount);
  const unitPrice = await unitPriceNow(services, offer);
  const priceAmount = costOf(services, offer, amount, unitPrice);
  return { offer, amount, fee: feeOn(services, amount), unitPrice, priceAmount };
}

/** @throws AmountOutOfBoundsError */
export function checkAmount(offer: Offer, amount: bigint): void {
  const bounds = tradeBounds(offer);
  if (amount < bounds.min || amount > bounds.max) throw new AmountOutOfBoundsError(offer.currency, bounds);
}
