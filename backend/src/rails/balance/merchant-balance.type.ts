import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Amount } from '../../platform/graphql/index.ts';

@ObjectType('MerchantBalance', {
  description: 'What a merchant was paid from internal wallets and has not taken out, in one currency.',
})
export class MerchantBalanceType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'In the smallest unit of the currency.' })
  declare available: bigint;
}

@InputType()
export class WithdrawMerchantBalanceInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount, { description: 'In the smallest unit of the currency.' })
  declare amount: bigint;

  @Field(() => String)
  declare idempotencyKey: string;
}
