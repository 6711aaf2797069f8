import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';
import type { PlanFeatures } from '../plans/plan-row.ts';
import { SubscriptionType } from '../subscriptions/subscription.type.ts';
import type { SubscriptionRow } from '../subscriptions/subscription-row.ts';
import type { Grant } from './entitlement.ts';

@ObjectType('Grant', { description: 'What one subscription grants now.' })
class GrantType {
  @Field(() => Boolean)
  declare active: boolean;

  @Field(() => SubscriptionType)
  declare subscription: SubscriptionRow;
}

@ObjectType('Entitlement', { description: 'What an address may use at a merchant now.' })
export class EntitlementType {
  @Field(() => String)
  declare address: string;

  @Field(() => Boolean, { description: 'Whether anything is granted.' })
  declare active: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When the last active grant ends.' })
  declare paidThrough: Date | null;

  @Field(() => GraphQLJSONObject, {
    description: 'The features of the plans that are granted: numbers times the quantity, added up.',
  })
  declare features: PlanFeatures;

  @Field(() => [GrantType], { description: 'By subscription, newest first.' })
  declare grants: readonly Grant[];
}

@ObjectType('EntitlementToken', {
  description: 'An entitlement that a merchant’s server verifies by itself.',
})
export class EntitlementTokenType {
  @Field(() => String, { description: 'A JWT, signed by a key of /.well-known/jwks.json.' })
  declare token: string;

  @Field(() => DateTime, { description: 'After five minutes, or where the first of its grants ends.' })
  declare expiresAt: Date;
}

@ArgsType()
export class EntitlementArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Your own by default; any, for the merchant’s members.',
  })
  declare address?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this plan alone.' })
  declare planId?: string | null;
}
