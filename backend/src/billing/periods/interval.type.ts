import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type IntervalUnit, MAX_INTERVAL_COUNT } from './interval.ts';

const IntervalUnitEnum = {
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
  YEAR: 'year',
} as const satisfies Record<Uppercase<IntervalUnit>, IntervalUnit>;

registerEnumType(IntervalUnitEnum, { name: 'IntervalUnit' });

@ObjectType('Interval', { description: 'The length of a billing period on the calendar, such as 3 months.' })
export class IntervalType {
  @Field(() => IntervalUnitEnum)
  declare unit: IntervalUnit;

  @Field(() => Int)
  declare count: number;
}

@InputType('IntervalInput')
export class IntervalInput {
  @Field(() => IntervalUnitEnum)
  declare unit: IntervalUnit;

  @Field(() => Int, { defaultValue: 1, description: `1 to ${MAX_INTERVAL_COUNT}.` })
  declare count: number;
}
