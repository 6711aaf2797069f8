import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';
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

  @Field(() => [GrantType], { description: 'By subscription, newest first.' })
  declare grants: readonly Grant[];
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
