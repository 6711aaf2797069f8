import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Amount, connectionOf, DateTime } from '../../platform/graphql/index.ts';
import { ExchangeTermsType } from '../pricing/exchange-terms.type.ts';

@ObjectType('SwapQuote', { description: 'An exchange at a rate that is promised until it expires.' })
export class SwapQuoteType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ExchangeTermsType)
  declare terms: ExchangeTermsType;

  @Field(() => DateTime, { description: 'From then on it cannot be accepted.' })
  declare expiresAt: Date;
}

@ObjectType('Swap', { description: 'An exchange that was carried out.' })
export class SwapType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ExchangeTermsType)
  declare terms: ExchangeTermsType;

  @Field(() => DateTime)
  declare createdAt: Date;
}

export const SwapConnection = connectionOf(SwapType, 'Swap');

@InputType('ExchangeRequest', { description: 'What to exchange, and either of the amounts.' })
export class ExchangeRequestInput {
  @Field(() => String)
  declare fromCurrency: string;

  @Field(() => String)
  declare toCurrency: string;

  @Field(() => Amount, { nullable: true, description: 'All that you pay, fee included, in fromCurrency.' })
  declare payAmount?: bigint | null;

  @Field(() => Amount, { nullable: true, description: 'Exactly what you want to get, in toCurrency.' })
  declare receiveAmount?: bigint | null;
}
