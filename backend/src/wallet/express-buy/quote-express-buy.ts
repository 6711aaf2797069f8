import type { PersonScope } from '../../identity/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { type ExchangeRequest, quoteExchange, requireLiquidity } from '../pricing/quote-exchange.ts';
import { ExpressBuyUnavailableError } from './express-buy.errors.ts';
import { insertBuy } from './express-buy.repository.ts';

/**
 * Offers a purchase with money from a bank, at a rate that holds for WALLET_EXPRESS_BUY_QUOTE_SECONDS. Gives its id.
 * @throws InvalidInputError, CurrencyUnknownError, SameCurrencyError, AmountTooSmallError, RateUnavailableError,
 *   LiquidityShortError, ExpressBuyUnavailableError
 */
export async function quoteExpressBuy(
  services: Pick<WalletServices, 'database' | 'clock' | 'config' | 'currencies' | 'rates' | 'fiatRails'>,
  { personId }: PersonScope,
  request: ExchangeRequest,
): Promise<string> {
  const { database, clock, config, fiatRails = [] } = services;
  const rail = fiatRails.find(({ currencies }) => currencies.includes(request.fromCurrency));
  if (!rail) throw new ExpressBuyUnavailableError(request.fromCurrency);
  const terms = await quoteExchange(services, request, {
    feeBps: config.WALLET_EXPRESS_BUY_FEE_BPS,
    spreadBps: config.WALLET_EXPRESS_BUY_SPREAD_BPS,
  });
  await requireLiquidity(database.client, terms);
  const id = newId('fiatOrder');
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + config.WALLET_EXPRESS_BUY_QUOTE_SECONDS * 1_000);
  await insertBuy(database.client, {
    id,
    personId,
    rail: rail.name,
    terms,
    status: 'quoted',
    createdAt,
    expiresAt,
    updatedAt: createdAt,
  });
  return id;
}
