import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { Interval } from '../periods/index.ts';
import { IntervalInput, IntervalType } from '../periods/interval.type.ts';
import { PRICE_MIN_SATS } from './check-price.ts';
import type { PlanStatus } from './plan.ts';

const PlanStatusEnum = {
  DRAFT: 'draft',
  ACTIVE: 'active',
  ARCHIVED: 'archived',
} as const satisfies Record<Uppercase<PlanStatus>, PlanStatus>;

registerEnumType(PlanStatusEnum, {
  name: 'PlanStatus',
  description:
    'DRAFT: not on sale (yet, or while its mint is not settled). ACTIVE: on sale. ARCHIVED: off sale.',
});

@ObjectType('Price', { description: 'What one period of a plan costs.' })
export class PriceType {
  @Field(() => ID)
  declare id: string;

  @Field(() => Amount, { description: 'In the smallest unit of the currency: satoshi for BTC.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => IntervalType)
  declare interval: Interval;
}

@ObjectType('PlanOnChain', { description: 'Where a plan is on Bitcoin, as a Charms app.' })
export class PlanOnChainType {
  @Field(() => String, { description: 'The NFT’s app: n/identity/vk.' })
  declare planApp: string;

  @Field(() => String, { description: 'The app of the tokens that stand for paid periods: t/identity/vk.' })
  declare subscriptionApp: string;

  @Field(() => String, { description: 'The output that the NFT was minted on: txid:vout.' })
  declare nft: string;
}

@ObjectType('Plan', { description: 'Something that can be subscribed to.' })
export class PlanType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare name: string;

  @Field(() => String, { nullable: true })
  declare description: string | null;

  @Field(() => PlanStatusEnum)
  declare status: PlanStatus;

  @Field(() => PriceType)
  declare price: PriceType;

  @Field(() => String, { description: 'The address that subscribers pay.' })
  declare payoutAddress: string;

  @Field(() => Amount, { nullable: true, description: 'Periods that may be sold in all; null is no limit.' })
  declare supplyLimit: bigint | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare activatedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare archivedAt: Date | null;
}

export const PlanConnection = connectionOf(PlanType, 'Plan');

@ArgsType()
export class PlansArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => PlanStatusEnum, { nullable: true })
  declare status?: PlanStatus | null;
}

@InputType('CreatePlanInput')
export class CreatePlanInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String)
  declare name: string;

  @Field(() => String, { nullable: true })
  declare description?: string | null;

  @Field(() => Amount, { description: `Of one period, in satoshi; at least ${PRICE_MIN_SATS}.` })
  declare priceSats: bigint;

  @Field(() => IntervalInput)
  declare interval: IntervalInput;

  @Field(() => String, { nullable: true, description: 'Where subscribers pay; your own address by default.' })
  declare payoutAddress?: string | null;

  @Field(() => Amount, { nullable: true, description: 'Periods that may be sold in all; none is no limit.' })
  declare supplyLimit?: bigint | null;
}
