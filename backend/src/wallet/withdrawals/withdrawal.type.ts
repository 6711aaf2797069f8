import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { WithdrawalStatus } from './withdrawal.ts';

const WithdrawalStatusEnum = {
  REQUESTED: 'requested',
  APPROVED: 'approved',
  SENDING: 'sending',
  UNKNOWN: 'unknown',
  SENT: 'sent',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  REJECTED: 'rejected',
} as const satisfies Record<Uppercase<WithdrawalStatus>, WithdrawalStatus>;

registerEnumType(WithdrawalStatusEnum, {
  name: 'WithdrawalStatus',
  description:
    'REQUESTED waits for operators. UNKNOWN: the provider did not say whether it has sent it, and the money stays locked until that is known. FAILED, CANCELED, REJECTED: the money was given back.',
});

@ObjectType('Withdrawal', { description: 'Money that is to be sent out through the payout provider.' })
export class WithdrawalType {
  @Field(() => ID)
  declare id: string;

  @Field(() => WithdrawalStatusEnum)
  declare status: WithdrawalStatus;

  @Field(() => String)
  declare currency: string;

  @Field(() => String, { description: 'Currency and network.' })
  declare asset: string;

  @Field(() => Amount, { description: 'What arrives.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'On top of it, taken when it is sent.' })
  declare fee: bigint;

  @Field(() => String)
  declare address: string;

  @Field(() => String, { nullable: true, description: 'Memo or tag.' })
  declare addressExtra: string | null;

  @Field(() => Int, { description: 'How many operators have to approve it.' })
  declare approvalsNeeded: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was rejected or failed, or what it waits for.',
  })
  declare problem: string | null;

  @Field(() => String, { nullable: true, description: 'The provider’s id of the payout.' })
  declare reference: string | null;

  @Field(() => String, { nullable: true, description: 'The transaction on its network.' })
  declare networkTxid: string | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

@ObjectType('QueuedWithdrawal', { description: 'A withdrawal as operators see it.' })
export class QueuedWithdrawalType extends WithdrawalType {
  @Field(() => ID)
  declare personId: string;
}

export const WithdrawalConnection = connectionOf(WithdrawalType, 'Withdrawal');
export const QueuedWithdrawalConnection = connectionOf(QueuedWithdrawalType, 'QueuedWithdrawal');

@ArgsType()
export class MyWithdrawalsArgs extends PageArgs {
  @Field(() => WithdrawalStatusEnum, { nullable: true })
  declare status?: WithdrawalStatus | null;

  @Field(() => String, { nullable: true })
  declare currency?: string | null;
}

@ArgsType()
export class WithdrawalQueueArgs extends MyWithdrawalsArgs {
  @Field(() => ID, { nullable: true })
  declare personId?: string | null;
}

@InputType()
export class RequestWithdrawalInput {
  @Field(() => String, { description: 'One of withdrawalAssets.' })
  declare asset: string;

  @Field(() => Amount, { description: 'What is to arrive; the fee comes on top.' })
  declare amount: bigint;

  @Field(() => String)
  declare address: string;

  @Field(() => String, { nullable: true, description: 'Memo or tag, for networks that have one.' })
  declare addressExtra?: string | null;

  @Field(() => String)
  declare idempotencyKey: string;
}

@InputType()
export class ReconcileWithdrawalInput {
  @Field(() => ID)
  declare withdrawalId: string;

  @Field(() => Boolean, { description: 'Whether the provider has sent the money.' })
  declare paid: boolean;

  @Field(() => String, { description: 'How that was found out; kept in the audit log.' })
  declare reason: string;

  @Field(() => String, { nullable: true })
  declare networkTxid?: string | null;
}
