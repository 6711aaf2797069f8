import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Amount } from '../../platform/graphql/index.ts';
import type { Interval } from '../periods/index.ts';
import { IntervalType } from '../periods/interval.type.ts';
import type { PlanStatus } from './plan.ts';
import { PlanStatusEnum } from './plan.type.ts';
import type { PlanFeatures } from './plan-row.ts';

@ObjectType('PublicPrice', { description: 'What a plan can be bought at.' })
export class PublicPriceType {
  @Field(() => ID)
  declare id: string;

  @Field(() => Amount, { description: 'Of one period, in the smallest unit of the currency.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => IntervalType)
  declare interval: Interval;

  @Field(() => String, { nullable: true })
  declare nickname: string | null;

  @Field(() => Amount, { description: 'Paid once, with the first invoice.' })
  declare setupFee: bigint;

  @Field(() => Int, { description: 'Free at the beginning, once for each customer.' })
  declare trialDays: number;

  @Field(() => Int, { description: 'How long the plan still grants after the paid time.' })
  declare graceDays: number;

  @Field(() => Boolean, { description: 'Whether its periods are minted on the chain.' })
  declare onChain: boolean;
}

@ObjectType('PublicPlan', { description: 'What whoever has the link of a plan may know of it.' })
export class PublicPlanType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare name: string;

  @Field(() => String, { nullable: true })
  declare description: string | null;

  @Field(() => PlanStatusEnum, { description: 'ARCHIVED: nobody can buy it (any more).' })
  declare status: PlanStatus;

  @Field(() => GraphQLJSONObject, { description: 'What it grants: keys with true, a number or a text each.' })
  declare features: PlanFeatures;
}
