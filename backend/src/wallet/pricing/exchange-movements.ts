import { InsufficientFundsError, type Movement } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import { commissionOn } from '../fees/commission.ts';
import type { WalletServices } from '../ports.ts';
import { type ExchangeTerms, exchangedAmount } from './exchange-terms.ts';
import { LiquidityShortError } from './pricing.errors.ts';

/**
 * The movements of an exchange, for one posting: the fee, what is exchanged, what is paid out, and the commission on
 * the fee.
 */
export async function exchangeMovements(
  tx: Tx,
  services: Pick<WalletServices, 'currencies' | 'clock' | 'config'>,
  personId: string,
  terms: ExchangeTerms,
  postingKey: string,
): Promise<Movement[]> {
  const { fromCurrency, toCurrency, feeAmount, receiveAmount } = terms;
  const [payer, fees, treasuryIn, treasuryOut, payee] = await accountIds(tx, services, [
    personAccount(personId, fromCurrency),
    platformAccount('fees', fromCurrency),
    platformAccount('treasury', fromCurrency),
    platformAccount('treasury', toCurrency),
    personAccount(personId, toCurrency),
  ]);
  const transfer = (from: string, to: string, amount: bigint, currency: string): Movement[] =>
    amount === 0n ? [] : [{ action: 'transfer', from, to, amount, currency }];
  return [
    ...transfer(payer, fees, feeAmount, fromCurrency),
    ...transfer(payer, treasuryIn, exchangedAmount(terms), fromCurrency),
    ...transfer(treasuryOut, payee, receiveAmount, toCurrency),
    ...(await commissionOn(tx, services, {
      personId,
      currency: fromCurrency,
      amount: feeAmount,
      postingKey,
    })),
  ];
}

/**
 * What the refusal of such a posting means: when it is not the person's money that is short, it is the platform's.
 * The person never pays in what they receive.
 */
export function asLiquidityShort(error: unknown, { toCurrency }: Pick<ExchangeTerms, 'toCurrency'>): unknown {
  return error instanceof InsufficientFundsError && error.currency === toCurrency
    ? new LiquidityShortError(toCurrency)
    : error;
}
