import { type Ratio, ratio } from '../../platform/money/index.ts';
import type { ExchangeTerms } from './exchange-terms.ts';

interface Numeric {
  toFixed(): string;
}

/** The terms as tables keep them. */
export interface TermsRow {
  readonly fromCurrency: string;
  readonly toCurrency: string;
  readonly payAmount: Numeric;
  readonly feeAmount: Numeric;
  readonly midAmount: Numeric;
  readonly receiveAmount: Numeric;
  readonly feeBps: number;
  readonly spreadBps: number;
  readonly midRate: string;
}

export function toTerms(row: TermsRow): ExchangeTerms {
  const { fromCurrency, toCurrency, feeBps, spreadBps } = row;
  return {
    fromCurrency,
    toCurrency,
    payAmount: BigInt(row.payAmount.toFixed()),
    feeAmount: BigInt(row.feeAmount.toFixed()),
    midAmount: BigInt(row.midAmount.toFixed()),
    receiveAmount: BigInt(row.receiveAmount.toFixed()),
    feeBps,
    spreadBps,
    midRate: parseRatio(row.midRate),
  };
}

export function fromTerms(terms: ExchangeTerms) {
  const { payAmount, feeAmount, midAmount, receiveAmount, midRate, ...rest } = terms;
  return {
    ...rest,
    payAmount: payAmount.toString(),
    feeAmount: feeAmount.toString(),
    midAmount: midAmount.toString(),
    receiveAmount: receiveAmount.toString(),
    midRate: formatRatio(midRate),
  };
}

/** An exact fraction as text: `100000/1`. */
export function formatRatio({ numerator, denominator }: Ratio): string {
  return `${numerator}/${denominator}`;
}

function parseRatio(text: string): Ratio {
  const [numerator = '', denominator = ''] = text.split('/');
  return ratio(BigInt(numerator), BigInt(denominator));
}
