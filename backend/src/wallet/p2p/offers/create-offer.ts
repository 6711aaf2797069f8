import { personActor, recordAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { InvalidInputError } from '../../../platform/errors/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { once } from '../../../platform/idempotency/index.ts';
import { newId } from '../../../platform/ids.ts';
import { OfferLimitError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { readText } from '../read-input.ts';
import { countOpenOffers, insertOffer, lockOffersOf } from './offer.repository.ts';
import type { Offer, OfferPrice } from './offer.ts';
import { offerEvents } from './offer-events.ts';
import { priceDecimalsOf } from './price-currency.ts';
import { costOf, readUnitPrice, unitPriceNow } from './unit-price.ts';

/** What a person has on offer at once, at most. */
export const OFFERS_LIMIT = 20;
const MAX_METHODS = 10;
const MAX_METHOD = 50;
const MAX_TERMS = 2_000;
const WINDOW = { min: 15 * 60, max: 24 * 3_600 };
const MAX_MARGIN_BPS = 5_000;
/** NUMERIC(38,0) holds what is below. */
const AMOUNT_END = 10n ** 38n;

export type NewOffer = Pick<
  Offer,
  | 'currency'
  | 'amount'
  | 'minAmount'
  | 'maxAmount'
  | 'priceCurrency'
  | 'price'
  | 'paymentMethods'
  | 'terms'
  | 'windowSeconds'
>;

/**
 * Offers an amount for sale. Locks nothing: money is held when somebody opens a trade, and the market shows an offer
 * only while its seller has enough for it.
 * @throws InvalidInputError, CurrencyUnknownError, OfferLimitError, IdempotencyKeyReusedError; RateUnavailableError for
 *   a price that follows a market nobody can quote now
 */
export async function createOffer(
  services: P2pServices,
  person: PersonScope,
  wanted: NewOffer,
  idempotencyKey: string,
): Promise<{ readonly offerId: string }> {
  const terms = readTerms(services, wanted);
  // Asked before the transaction, and only missed inside it: who repeats a request that was answered needs no rate.
  const [priced] = await Promise.allSettled([unitPriceNow(services, terms)]);
  const { database, clock } = services;
  const { personId } = person;
  const { id } = await database.transaction((tx) => {
    const now = clock.now();
    const request = {
      ownerId: personId,
      key: idempotencyKey,
      operation: 'p2p_offer.create',
      input: { ...terms },
    };
    return once(tx, now, request, async () => {
      if (priced.status === 'rejected') throw priced.reason;
      costOf(services, terms, terms.amount, priced.value);
      await lockOffersOf(tx, person);
      if ((await countOpenOffers(tx, person)) >= OFFERS_LIMIT) throw new OfferLimitError(OFFERS_LIMIT);
      const offer: Offer = {
        ...terms,
        id: newId('offer'),
        sellerId: personId,
        remaining: terms.amount,
        status: 'active',
        createdAt: now,
        updatedAt: now,
      };
      await insertOffer(tx, offer);
      await recordEvents(tx, now, offerEvents(offer, 'created'));
      const { currency, priceCurrency } = offer;
      const details = { currency, amount: offer.amount.toString(), priceCurrency, price: { ...offer.price } };
      const actor = personActor(person);
      await recordAudit(tx, now, { actor, action: 'p2p_offer.created', subjectId: offer.id, details });
      return offer.id;
    });
  });
  return { offerId: id };
}

/** Everything about an offer that can be checked without asking anybody. */
function readTerms(
  services: Pick<P2pServices, 'currencies'>,
  wanted: NewOffer,
): NewOffer & Pick<Offer, 'priceDecimals'> {
  const { currency, priceCurrency, amount, minAmount, maxAmount, windowSeconds } = wanted;
  services.currencies.get(currency);
  const priceDecimals = priceDecimalsOf(services.currencies, priceCurrency);
  if (priceCurrency === currency)
    throw new InvalidInputError('priceCurrency', 'another currency than is sold');
  if (amount <= 0n || amount >= AMOUNT_END)
    throw new InvalidInputError('amount', 'more than zero, at most 38 digits');
  if (minAmount <= 0n || minAmount > maxAmount) {
    throw new InvalidInputError('minAmount', 'more than zero and at most maxAmount');
  }
  if (maxAmount > amount) throw new InvalidInputError('maxAmount', 'at most amount');
  if (!Number.isInteger(windowSeconds) || windowSeconds < WINDOW.min || windowSeconds > WINDOW.max) {
    throw new InvalidInputError('windowSeconds', `${WINDOW.min} to ${WINDOW.max}`);
  }
  return {
    ...wanted,
    price: readPrice(wanted.price),
    priceDecimals,
    paymentMethods: readMethods(wanted.paymentMethods),
    terms: readText('terms', wanted.terms, { min: 0, max: MAX_TERMS }),
  };
}

function readPrice(price: OfferPrice): OfferPrice {
  if (price.kind === 'fixed') return { kind: 'fixed', unitPrice: readUnitPrice(price.unitPrice) };
  if (!Number.isInteger(price.marginBps) || Math.abs(price.marginBps) > MAX_MARGIN_BPS) {
    throw new InvalidInputError('marginBps', `${-MAX_MARGIN_BPS} to ${MAX_MARGIN_BPS}`);
  }
  return price;
}

function readMethods(methods: readonly string[]): string[] {
  const read = methods
    .slice(0, MAX_METHODS + 1)
    .map((method) => readText('paymentMethods', method, { max: MAX_METHOD }));
  if (read.length < 1 || read.length > MAX_METHODS || new Set(read).size < read.length) {
    throw new InvalidInputError('paymentMethods', `1 to ${MAX_METHODS} different ones`);
  }
  return read;
}
