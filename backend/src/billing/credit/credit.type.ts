import { Field, ID, ObjectType } from 'type-graphql';
import { MerchantType } from '../../identity/index.ts';
import { Amount } from '../../platform/graphql/index.ts';

@ObjectType('CreditBalance', { description: 'What a customer has with a merchant, in one currency.' })
export class CreditBalanceType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare available: bigint;

  @Field(() => Amount, { description: 'For refunds that were not sent yet.' })
  declare locked: bigint;
}

@ObjectType('OwnCredit', { description: 'What you have with a merchant, in one currency.' })
export class OwnCreditType extends CreditBalanceType {
  @Field(() => MerchantType)
  declare merchant: MerchantType;

  @Field(() => ID)
  declare customerId: string;
}
