import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, DateTime } from '../../platform/graphql/index.ts';
import { PriceType } from '../plans/plan.type.ts';
import type { PlanRow, PriceRow } from '../plans/plan-row.ts';
import { PublicPlanType } from '../plans/public-plan.type.ts';

export const ChangeTimeEnum = { NOW: 'now', PERIOD_END: 'period_end' } as const;
export type ChangeTime = (typeof ChangeTimeEnum)[keyof typeof ChangeTimeEnum];

registerEnumType(ChangeTimeEnum, {
  name: 'ChangeTime',
  description: 'NOW: what is left of the period is charged or credited. PERIOD_END: with the next period.',
});

@ObjectType('ChangeLine', { description: 'A line of the invoice over a change.' })
class ChangeLineType {
  @Field(() => String)
  declare description: string;

  @Field(() => Amount, { description: 'Negative is a deduction.' })
  declare amount: bigint;
}

@ObjectType('ChangePreview', {
  description: 'What a change comes to, in the smallest unit of the currency, to the millisecond of `at`.',
})
export class ChangePreviewType {
  @Field(() => DateTime, {
    description: 'Give it to changeSubscription within 15 minutes to be charged exactly this.',
  })
  declare at: Date;

  @Field(() => String)
  declare currency: string;

  @Field(() => [ChangeLineType])
  declare lines: readonly ChangeLineType[];

  @Field(() => Amount, { description: 'What was paid for time that the old price does not get.' })
  declare unused: bigint;

  @Field(() => Amount, { description: 'What that time, or the new period, costs at the new price.' })
  declare charge: bigint;

  @Field(() => Amount, { description: 'To be paid before the change takes effect, with taxes.' })
  declare amountDue: bigint;

  @Field(() => Amount, { description: 'What is left over, for the credit balance.' })
  declare credit: bigint;

  @Field(() => Boolean, { description: 'Whether a new period begins with the change.' })
  declare restart: boolean;
}

@ObjectType('ChangeOption', { description: 'A price that a subscription can change to.' })
export class ChangeOptionType {
  @Field(() => PublicPlanType)
  declare plan: PlanRow;

  @Field(() => PriceType)
  declare price: PriceRow;
}

/** Its fields are resolved from the ids. */
@ObjectType('SubscriptionChange', { description: 'A subscription that changes.' })
export class SubscriptionChangeType {
  declare subscriptionId: string;

  @Field(() => ID, { nullable: true, description: 'The invoice whose payment puts the change into effect.' })
  declare invoiceId: string | null;
}

@InputType('ChangeSubscriptionInput')
export class ChangeSubscriptionInput {
  @Field(() => ID)
  declare subscriptionId: string;

  @Field(() => ID)
  declare priceId: string;

  @Field(() => Int, { nullable: true, description: 'As many as now by default.' })
  declare quantity?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'That of the preview; now by default.' })
  declare at?: Date | null;

  @Field(() => ChangeTimeEnum, { defaultValue: ChangeTimeEnum.NOW })
  declare when: ChangeTime;

  @Field(() => String, { nullable: true })
  declare idempotencyKey?: string | null;
}
