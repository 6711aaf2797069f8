import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { DunningEnd } from './dunning-policy.ts';

const DunningEndEnum = {
  EXPIRE: 'expire',
  CANCEL: 'cancel',
  KEEP: 'keep',
} as const satisfies Record<Uppercase<DunningEnd>, DunningEnd>;

registerEnumType(DunningEndEnum, {
  name: 'DunningEnd',
  description:
    'What becomes of a subscription whose renewal was not paid. EXPIRE, CANCEL: it ends. KEEP: it stays past due.',
});

const REMINDERS = 'When its customer is reminded, in days since it was due; negative is before.';
const RETRIES = 'When it is tried to be paid by what the subscriber has allowed, in the same days.';
const END = 'When it is given up.';
const UNPAID =
  'How long an invoice waits whose payment is to begin or change something, in hours, before it is void.';

@ObjectType('DunningPolicy', { description: 'How a merchant asks for what is owed.' })
export class DunningPolicyType {
  @Field(() => [Int], { description: REMINDERS })
  declare reminderDays: readonly number[];

  @Field(() => [Int], { description: RETRIES })
  declare retryDays: readonly number[];

  @Field(() => Int, { description: END })
  declare endDays: number;

  @Field(() => DunningEndEnum)
  declare end: DunningEnd;

  @Field(() => Int, { description: UNPAID })
  declare unpaidFirstHours: number;
}

@InputType('DunningPolicyInput')
export class DunningPolicyInput {
  @Field(() => [Int], { description: REMINDERS })
  declare reminderDays: number[];

  @Field(() => [Int], { description: RETRIES })
  declare retryDays: number[];

  @Field(() => Int, { description: END })
  declare endDays: number;

  @Field(() => DunningEndEnum)
  declare end: DunningEnd;

  @Field(() => Int, { description: UNPAID })
  declare unpaidFirstHours: number;
}
