import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { ReviewAction, ReviewStatus } from './review.ts';

const ReviewStatusEnum = {
  OPEN: 'open',
  CREDITED: 'credited',
  COLLECTED: 'collected',
  DISMISSED: 'dismissed',
} as const satisfies Record<Uppercase<ReviewStatus>, ReviewStatus>;
registerEnumType(ReviewStatusEnum, { name: 'DepositReviewStatus' });

const ReviewActionEnum = {
  CREDIT: 'credit',
  COLLECT: 'collect',
  DISMISS: 'dismiss',
} as const satisfies Record<Uppercase<ReviewAction>, ReviewAction>;
registerEnumType(ReviewActionEnum, {
  name: 'DepositReviewAction',
  description:
    'CREDIT: give the person what it is worth. COLLECT: take back what was refunded or failed after all. DISMISS: nothing.',
});

@ObjectType('DepositReview', { description: 'A payment that an operator has to decide about.' })
export class DepositReviewType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ReviewStatusEnum)
  declare status: ReviewStatus;

  @Field(() => ID, { nullable: true, description: 'Null for a payment that belongs to no deposit.' })
  declare depositId: string | null;

  @Field(() => String)
  declare provider: string;

  @Field(() => String, { description: 'The provider’s id of the payment.' })
  declare reference: string;

  @Field(() => String, {
    description:
      'wrong_asset, nothing_paid, amount_unusable, not_ours, order_differs, failed_after_booking, refund_not_covered, unknown_payment or unknown_payment_refunded.',
  })
  declare reason: string;

  @Field(() => String, { description: 'What came, in the provider’s words: `5 trx`.' })
  declare received: string;

  @Field(() => String, { nullable: true })
  declare note: string | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare resolvedAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'The operator who decided.' })
  declare resolvedBy: string | null;
}

export const DepositReviewConnection = connectionOf(DepositReviewType, 'DepositReview');

@ArgsType()
export class DepositReviewsArgs extends PageArgs {
  @Field(() => ReviewStatusEnum, { nullable: true })
  declare status?: ReviewStatus | null;
}

@InputType()
export class ResolveDepositReviewInput {
  @Field(() => ID)
  declare reviewId: string;

  @Field(() => ReviewActionEnum)
  declare action: ReviewAction;

  @Field(() => String, { description: 'Why; kept in the audit log.' })
  declare note: string;

  @Field(() => Amount, { nullable: true, description: 'What to credit.' })
  declare amount?: bigint | null;

  @Field(() => String, { nullable: true, description: 'The deposit’s own unless said otherwise.' })
  declare currency?: string | null;

  @Field(() => ID, { nullable: true, description: 'Whose it is, for a payment of no deposit.' })
  declare personId?: string | null;
}
