import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';

@ObjectType('Savings', { description: 'Your savings in one currency, in its smallest unit.' })
export class SavingsType {
  @Field(() => String)
  declare currency: string;

  @Field(() => Int)
  declare decimals: number;

  @Field(() => Amount)
  declare balance: bigint;

  @Field(() => Amount, { description: 'Interest credited so far.' })
  declare earned: bigint;

  @Field(() => Int, { description: 'Of today, in parts per million a year: 50,000 are 5 %.' })
  declare ratePpm: number;

  @Field(() => DateTime, { nullable: true, description: 'The last UTC day whose interest is credited.' })
  declare accruedThrough: Date | null;
}

@ObjectType('SavingsRate', { description: 'What savings earn from a UTC day on, until the next rate.' })
export class SavingsRateType {
  @Field(() => String)
  declare currency: string;

  @Field(() => DateTime)
  declare fromDay: Date;

  @Field(() => Int, { description: 'Parts per million a year: 50,000 are 5 %.' })
  declare ratePpm: number;
}

@ObjectType('SavingsMove', { description: 'Money that went into savings or came back.' })
export class SavingsMoveType {
  @Field(() => ID)
  declare id: string;

  @Field(() => [SavingsType], { description: 'Your savings as they are now.' })
  declare savings: readonly SavingsType[];
}
