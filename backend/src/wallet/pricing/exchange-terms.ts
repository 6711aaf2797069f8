import { multiplyRatios, type Ratio, ratio } from '../../platform/money/index.ts';

const WHOLE_BPS = 10_000n;

/**
 * What one exchange costs and gives. The parts add up exactly: `payAmount` is the fee and what is exchanged;
 * `midAmount` is the spread and what is received.
 */
export interface ExchangeTerms {
  readonly fromCurrency: string;
  readonly toCurrency: string;
  /** All that the person pays, in the smallest unit of the first currency. */
  readonly payAmount: bigint;
  /** Within it, rounded up. */
  readonly feeAmount: bigint;
  /** What the rest is worth at the mid rate, in the smallest unit of the second currency, rounded down. */
  readonly midAmount: bigint;
  /** What the person gets, at the applied rate, rounded down. */
  readonly receiveAmount: bigint;
  readonly feeBps: number;
  readonly spreadBps: number;
  /** Whole units of the second currency for a whole unit of the first. */
  readonly midRate: Ratio;
}

/** What is exchanged: the payment without the fee. */
export function exchangedAmount({ payAmount, feeAmount }: ExchangeTerms): bigint {
  return payAmount - feeAmount;
}

/** What the platform keeps of the exchange, in the second currency, beside the fee. */
export function spreadAmount({ midAmount, receiveAmount }: ExchangeTerms): bigint {
  return midAmount - receiveAmount;
}

/** The mid rate less the spread. */
export function appliedRate({ midRate, spreadBps }: Pick<ExchangeTerms, 'midRate' | 'spreadBps'>): Ratio {
  return multiplyRatios(midRate, ratio(WHOLE_BPS - BigInt(spreadBps), WHOLE_BPS));
}
