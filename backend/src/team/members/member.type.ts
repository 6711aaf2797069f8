import { Field, ID, ObjectType } from 'type-graphql';
import { MerchantType, type Role, RoleEnum } from '../../identity/index.ts';
import { DateTime } from '../../platform/graphql/index.ts';

@ObjectType('Member', { description: 'Somebody who belongs to a merchant.' })
export class MemberType {
  @Field(() => ID)
  declare personId: string;

  @Field(() => String)
  declare address: string;

  @Field(() => RoleEnum)
  declare role: Role;

  @Field(() => DateTime, { description: 'Since when.' })
  declare createdAt: Date;
}

@ObjectType('Invitation', { description: 'An address that may become a member of a merchant.' })
export class InvitationType {
  /** Not part of the API: for `merchant`. */
  declare merchantId: string;

  @Field(() => String)
  declare address: string;

  @Field(() => RoleEnum)
  declare role: Role;

  @Field(() => DateTime)
  declare createdAt: Date;

  /** Resolved from `merchantId`. */
  @Field(() => MerchantType)
  declare merchant?: MerchantType;
}
