import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { Interval } from '../periods/index.ts';
import { IntervalInput, IntervalType } from '../periods/interval.type.ts';
import { PRICE_MIN_SATS } from './check-price.ts';
import type { PlanStatus } from './plan.ts';
import type { PlanFeatures } from './plan-row.ts';

export const PlanStatusEnum = {
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

  @Field(() => Amount, {
    nullable: true,
    description: 'Of a price on the chain that is not in BTC: what the contract takes at least.',
  })
  declare floorSats: bigint | null;

  @Field(() => Boolean, { description: 'Whether new subscriptions can be made at it.' })
  declare active: boolean;
}

@InputType('PriceInput')
export class PriceInput {
  @Field(() => Amount, { description: 'Of one period, in the smallest unit of the currency.' })
  declare amount: bigint;

  @Field(() => String)
  declare currency: string;

  @Field(() => IntervalInput)
  declare interval: IntervalInput;

  @Field(() => String, { nullable: true })
  declare nickname?: string | null;

  @Field(() => Amount, { nullable: true, description: 'Paid once, with the first invoice.' })
  declare setupFee?: bigint | null;

  @Field(() => Int, { nullable: true, description: 'Free at the beginning, once for each customer.' })
  declare trialDays?: number | null;

  @Field(() => Int, { nullable: true, description: 'How long the plan still grants after the paid time.' })
  declare graceDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its periods are minted on the chain: one price of a new plan at most.',
  })
  declare onChain?: boolean | null;

  @Field(() => Amount, {
    nullable: true,
    description:
      'Of a price on the chain that is not in BTC: the least that the contract takes for a period.',
  })
  declare floorSats?: bigint | null;
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

  @Field(() => PriceType, { description: 'That of its token, or the oldest that is active.' })
  declare price: PriceType;

  @Field(() => [PriceType], { description: 'All it ever had, oldest first.' })
  declare prices: readonly PriceType[];

  @Field(() => GraphQLJSONObject, { description: 'What it grants: keys with true, a number or a text each.' })
  declare features: PlanFeatures;

  @Field(() => Boolean, {
    description: 'Whether it is minted on the chain; if not, activatePlan puts it on sale.',
  })
  declare mintable: boolean;

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

  @Field(() => Amount, {
    nullable: true,
    description: `Of one period of a plan that is minted on the chain, in satoshi; at least ${PRICE_MIN_SATS}.`,
  })
  declare priceSats?: bigint | null;

  @Field(() => IntervalInput, { nullable: true, description: 'Together with priceSats.' })
  declare interval?: IntervalInput | null;

  @Field(() => [PriceInput], {
    nullable: true,
    description: 'Prices of a plan that is not minted, or further ones of one that is.',
  })
  declare prices?: PriceInput[] | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'What it grants: keys with true, a whole number or a text each.',
  })
  declare features?: PlanFeatures | null;

  @Field(() => String, { nullable: true, description: 'Where subscribers pay; your own address by default.' })
  declare payoutAddress?: string | null;

  @Field(() => Amount, { nullable: true, description: 'Periods that may be sold in all; none is no limit.' })
  declare supplyLimit?: bigint | null;
}
