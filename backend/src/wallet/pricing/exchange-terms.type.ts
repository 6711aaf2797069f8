import { Field, Int, ObjectType } from 'type-graphql';
import { Amount } from '../../platform/graphql/index.ts';
import { decimalFromUnits, divideRounded, type Ratio } from '../../platform/money/index.ts';
import { appliedRate, type ExchangeTerms, exchangedAmount, spreadAmount } from './exchange-terms.ts';
import { formatRatio } from './stored-terms.ts';

@ObjectType('ExchangeRate', { description: 'Whole units of one currency for a whole unit of another.' })
export class ExchangeRateType {
  @Field(() => String, { description: 'To 18 decimals, for reading.' })
  declare decimal: string;

  @Field(() => String, { description: 'Exactly, as a fraction: 100000/1.' })
  declare fraction: string;
}

@ObjectType('ExchangeTerms', {
  description:
    'What an exchange costs and gives. payAmount is feeAmount and exchangedAmount; midAmount is spreadAmount and receiveAmount.',
})
export class ExchangeTermsType {
  @Field(() => String)
  declare fromCurrency: string;

  @Field(() => String)
  declare toCurrency: string;

  @Field(() => Amount, { description: 'All that you pay, in fromCurrency.' })
  declare payAmount: bigint;

  @Field(() => Amount, { description: 'The fee within it, rounded up.' })
  declare feeAmount: bigint;

  @Field(() => Amount, { description: 'The rest, which is exchanged.' })
  declare exchangedAmount: bigint;

  @Field(() => Amount, {
    description: 'What the rest is worth at the mid rate, in toCurrency, rounded down.',
  })
  declare midAmount: bigint;

  @Field(() => Amount, { description: 'What the platform keeps of that.' })
  declare spreadAmount: bigint;

  @Field(() => Amount, { description: 'What you get, in toCurrency.' })
  declare receiveAmount: bigint;

  @Field(() => Int, { description: 'In hundredths of a percent.' })
  declare feeBps: number;

  @Field(() => Int, { description: 'In hundredths of a percent.' })
  declare spreadBps: number;

  @Field(() => ExchangeRateType, { description: 'The market’s, without the spread.' })
  declare midRate: ExchangeRateType;

  @Field(() => ExchangeRateType, { description: 'The mid rate less the spread.' })
  declare appliedRate: ExchangeRateType;
}

export function describeTerms(terms: ExchangeTerms): ExchangeTermsType {
  return {
    ...terms,
    exchangedAmount: exchangedAmount(terms),
    spreadAmount: spreadAmount(terms),
    midRate: describeRate(terms.midRate),
    appliedRate: describeRate(appliedRate(terms)),
  };
}

const DECIMALS = 18;

function describeRate(rate: Ratio): ExchangeRateType {
  const units = divideRounded(rate.numerator * 10n ** BigInt(DECIMALS), rate.denominator, 'half-even');
  return { decimal: decimalFromUnits(units, DECIMALS), fraction: formatRatio(rate) };
}
