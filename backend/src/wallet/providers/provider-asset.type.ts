import { Field, ObjectType } from 'type-graphql';

@ObjectType('ProviderAsset', { description: 'A currency on one network, as it is deposited and withdrawn.' })
export class ProviderAssetType {
  @Field(() => String, { description: 'Names currency and network: usdttrc20.' })
  declare asset: string;

  @Field(() => String)
  declare currency: string;
}
