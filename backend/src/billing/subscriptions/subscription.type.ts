import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import { PriceType } from '../plans/plan.type.ts';
import type { PriceRow } from '../plans/plan-row.ts';
import type { SubscriptionStatus } from './subscription.ts';
import type { SubscriptionRow } from './subscription-row.ts';

const SubscriptionStatusEnum = {
  INCOMPLETE: 'incomplete',
  TRIALING: 'trialing',
  ACTIVE: 'active',
  PAST_DUE: 'past_due',
  PAUSED: 'paused',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
} as const satisfies Record<Uppercase<SubscriptionStatus>, SubscriptionStatus>;

registerEnumType(SubscriptionStatusEnum, {
  name: 'SubscriptionStatus',
  description:
    'INCOMPLETE: no payment has settled. TRIALING: free for now. ACTIVE: paid for now. PAST_DUE: the paid time is over. PAUSED: what is left of it is kept. CANCELED: given up. EXPIRED: never paid, however often asked.',
});

// `Subscription` is the name of GraphQL's own root type.
@ObjectType('PlanSubscription', { description: 'A customer’s subscription to a plan.' })
export class SubscriptionType {
  @Field(() => ID)
  declare id: string;

  @Field(() => SubscriptionStatusEnum)
  declare status: SubscriptionStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of the present unbroken run of paid periods, which are counted from here.',
  })
  declare anchorAt: Date | null;

  @Field(() => Int, { description: 'Periods of that run.' })
  declare paidPeriods: number;

  @Field(() => DateTime, { nullable: true, description: 'End of that run, exclusive.' })
  declare paidThrough: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when it grants what its plan grants: the paid time and the grace after it.',
  })
  declare accessUntil: Date | null;

  @Field(() => Int, { description: 'How many times what the plan is, such as seats.' })
  declare quantity: number;

  @Field(() => DateTime, { nullable: true })
  declare trialEndsAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare pausedAt: Date | null;

  @Field(() => Boolean, {
    description: 'Whether it ends where the paid time ends, instead of being renewed.',
  })
  declare cancelAtPeriodEnd: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it was canceled or expired.' })
  declare canceledAt: Date | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

@ObjectType('PendingChange', { description: 'What a subscription changes to with its next period.' })
export class PendingChangeType {
  @Field(() => PriceType)
  declare price: PriceRow;

  @Field(() => Int)
  declare quantity: number;
}

@ObjectType('StartedSubscription', { description: 'A subscription that has begun.' })
export class StartedSubscriptionType {
  @Field(() => SubscriptionType)
  declare subscription: SubscriptionRow;

  @Field(() => ID, { nullable: true, description: 'What is to be paid for it; nothing during a trial.' })
  declare invoiceId: string | null;
}

export const SubscriptionConnection = connectionOf(SubscriptionType, 'PlanSubscription');

@ArgsType()
export class MySubscriptionsArgs extends PageArgs {
  @Field(() => SubscriptionStatusEnum, { nullable: true })
  declare status?: SubscriptionStatus | null;

  @Field(() => ID, { nullable: true })
  declare planId?: string | null;
}

@ArgsType()
export class SubscriptionsArgs extends MySubscriptionsArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID, { nullable: true })
  declare customerId?: string | null;
}
