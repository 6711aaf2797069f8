import type { PersonScope } from '../../identity/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import { type ExchangeRequest, quoteExchange, requireLiquidity } from '../pricing/quote-exchange.ts';
import { insertQuote } from './swap.repository.ts';
import type { SwapQuote } from './swap-quote.ts';

/**
 * Offers a person an exchange at the present rate, for WALLET_SWAP_QUOTE_SECONDS.
 * @throws InvalidInputError, CurrencyUnknownError, SameCurrencyError, AmountTooSmallError, RateUnavailableError,
 *   LiquidityShortError
 */
export async function quoteSwap(
  services: Pick<WalletServices, 'database' | 'clock' | 'config' | 'currencies' | 'rates'>,
  { personId }: PersonScope,
  request: ExchangeRequest,
): Promise<SwapQuote> {
  const { database, clock, config } = services;
  const terms = await quoteExchange(services, request, {
    feeBps: config.WALLET_SWAP_FEE_BPS,
    spreadBps: config.WALLET_SWAP_SPREAD_BPS,
  });
  await requireLiquidity(database.client, terms);
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + config.WALLET_SWAP_QUOTE_SECONDS * 1_000);
  const quote: SwapQuote = {
    id: newId('swapQuote'),
    personId,
    terms,
    status: 'open',
    createdAt,
    expiresAt,
  };
  await insertQuote(database.client, quote);
  return quote;
}
