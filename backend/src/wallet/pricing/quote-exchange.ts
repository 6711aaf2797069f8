import { accountsOf } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { PLATFORM } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import type { ExchangeTerms } from './exchange-terms.ts';
import { type AskedAmount, priceExchange } from './price-exchange.ts';
import { LiquidityShortError, SameCurrencyError } from './pricing.errors.ts';

/** What somebody wants to exchange; exactly one of the amounts, in the smallest unit of its currency. */
export interface ExchangeRequest {
  readonly fromCurrency: string;
  readonly toCurrency: string;
  readonly payAmount?: bigint | null | undefined;
  readonly receiveAmount?: bigint | null | undefined;
}

/** In hundredths of a percent. */
export interface Charges {
  readonly feeBps: number;
  readonly spreadBps: number;
}

/** NUMERIC(38,0) holds what is below. */
const AMOUNT_END = 10n ** 38n;

/**
 * The terms at the present rate. The rate is asked for here, so never inside a transaction.
 * @throws InvalidInputError, CurrencyUnknownError, SameCurrencyError, AmountTooSmallError, RateUnavailableError
 */
export async function quoteExchange(
  { currencies, rates }: Pick<WalletServices, 'currencies' | 'rates'>,
  request: ExchangeRequest,
  charges: Charges,
): Promise<ExchangeTerms> {
  const { fromCurrency, toCurrency } = request;
  const asked = readAsked(request);
  const from = currencies.get(fromCurrency);
  const to = currencies.get(toCurrency);
  if (from.code === to.code) throw new SameCurrencyError(from.code);
  const { ratio: midRate } = await rates.rate(from.code, to.code);
  const terms = priceExchange({ from, to, midRate, ...charges }, asked);
  if (terms.payAmount >= AMOUNT_END || terms.midAmount >= AMOUNT_END) {
    throw new InvalidInputError('amount', 'an amount with at most 38 digits on both sides');
  }
  return terms;
}

function readAsked({ payAmount, receiveAmount }: ExchangeRequest): AskedAmount {
  if ((payAmount == null) === (receiveAmount == null)) {
    throw new InvalidInputError('payAmount', 'either this or receiveAmount');
  }
  const [field, amount] = payAmount == null ? ['receiveAmount', receiveAmount] : ['payAmount', payAmount];
  if (amount == null || amount <= 0n || amount >= AMOUNT_END) {
    throw new InvalidInputError(String(field), 'more than zero, and at most 38 digits');
  }
  return payAmount == null ? { wanted: amount } : { given: amount };
}

/**
 * What is short now would be short when it is paid out; what is there now may be gone by then.
 * @throws LiquidityShortError
 */
export async function requireLiquidity(
  tx: Tx,
  { toCurrency, receiveAmount }: Pick<ExchangeTerms, 'toCurrency' | 'receiveAmount'>,
): Promise<void> {
  const treasury = (await accountsOf(tx, PLATFORM)).find(
    ({ kind, currency }) => kind === 'treasury' && currency === toCurrency,
  );
  if ((treasury?.available ?? 0n) < receiveAmount) throw new LiquidityShortError(toCurrency);
}
