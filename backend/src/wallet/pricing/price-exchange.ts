import { divideRounded, invertRatio, type Ratio } from '../../platform/money/index.ts';
import { convert } from '../../rates/index.ts';
import { shareOf } from '../fees/share.ts';
import { appliedRate, type ExchangeTerms } from './exchange-terms.ts';
import { AmountTooSmallError } from './pricing.errors.ts';

const WHOLE_BPS = 10_000n;

/** One of the two, in the smallest unit of its currency and more than zero. */
export type AskedAmount = { readonly given: bigint } | { readonly wanted: bigint };

export interface ExchangeBasis {
  readonly from: { readonly code: string; readonly decimals: number };
  readonly to: { readonly code: string; readonly decimals: number };
  /** Whole units of `to` for a whole unit of `from`. */
  readonly midRate: Ratio;
  /** Both in hundredths of a percent, less than 10,000. */
  readonly feeBps: number;
  readonly spreadBps: number;
}

/**
 * The terms of an exchange. For an amount given, what is paid out is rounded down; for an amount wanted, exactly
 * that is paid out, and what is asked for it is the least that covers it, rounded up. The fee is rounded up.
 * @throws AmountTooSmallError when nothing would be paid out
 */
export function priceExchange(basis: ExchangeBasis, asked: AskedAmount): ExchangeTerms {
  const { from, to, midRate, feeBps, spreadBps } = basis;
  const applied = appliedRate(basis);
  const decimals = { fromDecimals: from.decimals, toDecimals: to.decimals };
  const payAmount = 'given' in asked ? asked.given : payFor(asked.wanted, basis, applied);
  const feeAmount = shareOf(payAmount, feeBps, 'up');
  const exchanged = payAmount - feeAmount;
  const worth = (ratio: Ratio) => convert({ amountUnits: exchanged, ratio, ...decimals, rounding: 'down' });
  const receiveAmount = 'given' in asked ? worth(applied) : asked.wanted;
  if (receiveAmount <= 0n) throw new AmountTooSmallError(from.code, to.code);
  return {
    fromCurrency: from.code,
    toCurrency: to.code,
    payAmount,
    feeAmount,
    midAmount: worth(midRate),
    receiveAmount,
    feeBps,
    spreadBps,
    midRate,
  };
}

/** The least payment that leaves enough for `wanted` after the fee. */
function payFor(wanted: bigint, { from, to, feeBps }: ExchangeBasis, applied: Ratio): bigint {
  const exchanged = convert({
    amountUnits: wanted,
    ratio: invertRatio(applied),
    fromDecimals: to.decimals,
    toDecimals: from.decimals,
    rounding: 'up',
  });
  return divideRounded(exchanged * WHOLE_BPS, WHOLE_BPS - BigInt(feeBps), 'up');
}
