import { ArgsType, Field, ID } from 'type-graphql';
import { PageArgs } from '../platform/graphql/index.ts';

@ArgsType()
export class MerchantPageArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;
}
