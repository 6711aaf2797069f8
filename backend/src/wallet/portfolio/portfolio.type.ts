import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';

@ObjectType('PortfolioPosition', {
  description: 'One currency, wallet and savings together, in its smallest unit.',
})
export class PositionType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Int)
  declare decimals: number;

  @Field(() => Amount)
  declare available: bigint;

  @Field(() => Amount)
  declare locked: bigint;

  @Field(() => Amount)
  declare savings: bigint;

  @Field(() => Amount)
  declare total: bigint;

  @Field(() => Amount, {
    nullable: true,
    description: 'In the smallest unit of the portfolio’s currency; null without a rate.',
  })
  declare value: bigint | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of the portfolio’s value, in hundredths of a percent: all together are 10,000.',
  })
  declare shareBps: number | null;
}

@ObjectType('Portfolio', { description: 'Balances, valued at the rates of now.' })
export class PortfolioType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Int)
  declare decimals: number;

  @Field(() => DateTime)
  declare at: Date;

  @Field(() => Amount, { description: 'In the currency’s smallest unit.' })
  declare total: bigint;

  @Field(() => [PositionType])
  declare positions: readonly PositionType[];

  @Field(() => [String], { description: 'What there is no rate for now, and the total is without.' })
  declare unpriced: readonly string[];
}

@ObjectType('PortfolioValue', { description: 'What a portfolio was worth at the end of a UTC day.' })
export class ValuePointType {
  @Field(() => DateTime)
  declare day: Date;

  @Field(() => Amount, { description: 'In the smallest unit of the currency asked for.' })
  declare value: bigint;

  @Field(() => [String], { description: 'What was held and had no rate that day.' })
  declare unpriced: readonly string[];
}

@ObjectType('Allocation', { description: 'What there is of a currency, beside what is aimed for.' })
export class AllocationType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Int, { description: 'Hundredths of a percent.' })
  declare targetBps: number;

  @Field(() => Int, { nullable: true })
  declare actualBps: number | null;

  @Field(() => Int, { nullable: true, description: 'Actual less target.' })
  declare driftBps: number | null;

  @Field(() => Amount, { nullable: true })
  declare value: bigint | null;

  @Field(() => Amount, {
    nullable: true,
    description: 'What has to come, or below zero to go, to be at the target.',
  })
  declare moveValue: bigint | null;
}

@ObjectType('Allocations', { description: 'Values are in the smallest unit of `currency`.' })
export class AllocationsType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Int)
  declare decimals: number;

  @Field(() => Amount)
  declare total: bigint;

  @Field(() => Boolean, { description: 'Whether there are targets at all.' })
  declare targeted: boolean;

  @Field(() => [AllocationType])
  declare rows: readonly AllocationType[];

  @Field(() => [String])
  declare unpriced: readonly string[];
}

@InputType('AllocationTargetInput')
export class TargetInput {
  @Field(() => String)
  declare currency: string;

  @Field(() => Int, { description: 'Hundredths of a percent: all together must be 10,000.' })
  declare bps: number;
}
