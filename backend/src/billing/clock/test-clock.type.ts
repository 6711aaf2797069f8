import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';

export const TestClockState = { STANDING: 'STANDING', MOVING: 'MOVING' } as const;
export type TestClockState = keyof typeof TestClockState;
registerEnumType(TestClockState, {
  name: 'TestClockState',
  description: 'Whether a test clock is where it is to be.',
});

@ObjectType('TestClock', {
  description: 'The time of a merchant in test mode, which passes when it is moved.',
})
export class TestClockType {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => DateTime, { description: 'The present of the merchant.' })
  declare at: Date;

  @Field(() => DateTime, { nullable: true, description: 'Where it is moving to; null while it stands.' })
  declare target: Date | null;

  @Field(() => TestClockState)
  declare state: TestClockState;
}
