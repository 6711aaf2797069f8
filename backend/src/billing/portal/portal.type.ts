import { Field, ID, ObjectType } from 'type-graphql';
import { MerchantType } from '../../identity/index.ts';
import { DateTime } from '../../platform/graphql/index.ts';
import { CustomerType } from '../customers/customer.type.ts';

@ObjectType('PortalLink', { description: 'A link that lets a customer in, once.' })
export class PortalLinkType {
  @Field(() => String)
  declare url: string;

  @Field(() => DateTime, { description: 'Until when it can be used.' })
  declare expiresAt: Date;
}

@ObjectType('PortalToken', { description: 'What a portal link was redeemed for.' })
export class PortalTokenType {
  @Field(() => String, { description: 'For the header `Authorization: Bearer …`.' })
  declare token: string;

  @Field(() => DateTime)
  declare expiresAt: Date;

  @Field(() => String, { nullable: true, description: 'Where the portal leads back to.' })
  declare returnUrl: string | null;
}

@ObjectType('Portal', { description: 'Whom a portal session is for.' })
export class PortalType {
  @Field(() => ID)
  declare id: string;

  @Field(() => MerchantType)
  declare merchant: MerchantType;

  @Field(() => CustomerType)
  declare customer: CustomerType;
}
