import { personActor, recordAudit, useLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { isId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { QuoteExpiredError, QuoteUsedError } from '../pricing/pricing.errors.ts';
import { findOwnBuy, lockBuy, setBuyStatus } from './express-buy.repository.ts';
import { nextBuyStatus, statusAt } from './express-buy.ts';
import { expressBuyEvents } from './express-buy-events.ts';
import { openCollection } from './open-collection.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'logger' | 'fiatRails'>;

/**
 * Orders what was quoted and asks the rail how to pay. When the rail does not answer, the order stands and the rail is
 * asked again until it does or the time is over.
 * @throws InvalidInputError, NotFoundError, QuoteExpiredError, QuoteUsedError, LimitExceededError,
 *   IdempotencyKeyReusedError
 */
export async function orderExpressBuy(
  services: Services,
  person: PersonScope,
  { buyId, idempotencyKey: key }: { readonly buyId: string; readonly idempotencyKey: string },
): Promise<void> {
  if (!isId('fiatOrder', buyId)) throw new InvalidInputError('id', 'an id of a purchase');
  const { database, clock } = services;
  const { personId } = person;
  await database.transaction((tx) => {
    const request = { ownerId: personId, key, operation: 'express_buy.order', input: { buyId } };
    return once(tx, clock.now(), request, async () => {
      if (!(await findOwnBuy(tx, person, buyId))) throw new NotFoundError('purchase', buyId);
      const buy = await lockBuy(tx, buyId);
      if (!buy) throw new NotFoundError('purchase', buyId);
      // After the lock was waited for, not before.
      const now = clock.now();
      const present = statusAt(buy, now);
      const status = nextBuyStatus(present, 'order');
      if (status === undefined) {
        throw present === 'expired' ? new QuoteExpiredError(buyId) : new QuoteUsedError(buyId);
      }
      const { fromCurrency, payAmount, toCurrency, receiveAmount } = buy.terms;
      await useLimit(tx, now, {
        key: buyId,
        personId,
        operation: 'express_buy',
        currency: fromCurrency,
        amount: payAmount,
      });
      await setBuyStatus(tx, buyId, { status, updatedAt: now });
      await recordAudit(tx, now, {
        actor: personActor(person),
        action: 'express_buy.ordered',
        subjectId: buyId,
        details: {
          fromCurrency,
          payAmount: payAmount.toString(),
          toCurrency,
          receiveAmount: receiveAmount.toString(),
        },
      });
      await recordEvents(tx, now, expressBuyEvents({ id: buyId, personId }, status));
      return buyId;
    });
  });
  await openCollection(services, buyId);
}
