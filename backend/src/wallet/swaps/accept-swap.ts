import { personActor, recordAudit, useLimit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { isId, newId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { asLiquidityShort, exchangeMovements } from '../pricing/exchange-movements.ts';
import { QuoteExpiredError, QuoteUsedError } from '../pricing/pricing.errors.ts';
import { insertSwap, lockOwnQuote, setQuoteUsed } from './swap.repository.ts';
import { nextQuoteStatus, type SwapQuote, statusAt } from './swap-quote.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'config' | 'currencies'>;

/**
 * Exchanges as a quote says: the fee, what is paid and what is received move in one posting, or nothing does. Gives
 * the swap's id.
 * @throws InvalidInputError, NotFoundError, QuoteExpiredError, QuoteUsedError, InsufficientFundsError,
 *   LiquidityShortError, LimitExceededError, IdempotencyKeyReusedError
 */
export async function acceptSwap(
  services: Services,
  person: PersonScope,
  { quoteId, idempotencyKey: key }: { readonly quoteId: string; readonly idempotencyKey: string },
): Promise<string> {
  if (!isId('swapQuote', quoteId)) throw new InvalidInputError('quoteId', 'an id of a swap quote');
  const { database, clock } = services;
  let quote: SwapQuote | undefined;
  try {
    const { id } = await database.transaction((tx) => {
      const request = { ownerId: person.personId, key, operation: 'swap.accept', input: { quoteId } };
      return once(tx, clock.now(), request, async () => {
        quote = await lockOwnQuote(tx, person, quoteId);
        if (!quote) throw new NotFoundError('swap quote', quoteId);
        return exchange(tx, services, person, quote);
      });
    });
    return id;
  } catch (error) {
    throw quote ? asLiquidityShort(error, quote.terms) : error;
  }
}

async function exchange(
  tx: Tx,
  services: Services,
  person: PersonScope,
  { id: quoteId, terms, expiresAt, status: stored }: SwapQuote,
): Promise<string> {
  const { personId } = person;
  // After the lock was waited for, not before.
  const now = services.clock.now();
  const status = statusAt(stored, { expiresAt }, now);
  if (nextQuoteStatus(status, 'accept') === undefined) {
    throw status === 'used' ? new QuoteUsedError(quoteId) : new QuoteExpiredError(quoteId);
  }
  const { fromCurrency, toCurrency, payAmount, receiveAmount } = terms;
  const id = newId('swap');
  await setQuoteUsed(tx, quoteId);
  await useLimit(tx, now, {
    key: id,
    personId,
    operation: 'swap',
    currency: fromCurrency,
    amount: payAmount,
  });
  const postingKey = `swap:${id}`;
  const posted = await post(tx, now, {
    key: postingKey,
    kind: 'swap',
    movements: await exchangeMovements(tx, services, personId, terms, postingKey),
    metadata: { subject: id },
  });
  await insertSwap(tx, { id, quoteId, personId, postingId: posted.id, createdAt: now });
  await recordAudit(tx, now, {
    actor: personActor(person),
    action: 'swap.executed',
    subjectId: id,
    details: {
      fromCurrency,
      toCurrency,
      payAmount: payAmount.toString(),
      receiveAmount: receiveAmount.toString(),
    },
  });
  await recordEvents(tx, now, [
    { type: 'swap.executed', subjectId: id, personId },
    { type: 'wallet.updated', subjectId: personId, personId },
  ]);
  return id;
}
