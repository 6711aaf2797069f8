import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { DepositStatus } from './deposit.ts';

const DepositStatusEnum = {
  CREATING: 'creating',
  WAITING: 'waiting',
  PARTIAL: 'partial',
  COMPLETED: 'completed',
  FAILED: 'failed',
  EXPIRED: 'expired',
  REFUNDED: 'refunded',
} as const satisfies Record<Uppercase<DepositStatus>, DepositStatus>;

registerEnumType(DepositStatusEnum, {
  name: 'DepositStatus',
  description:
    'CREATING: the provider has not given an address yet. PARTIAL: less than was asked for has come. Money that comes late is credited too.',
});

@ObjectType('Deposit', { description: 'Money that is to come in through the payment provider.' })
export class DepositType {
  @Field(() => ID)
  declare id: string;

  @Field(() => DepositStatusEnum)
  declare status: DepositStatus;

  @Field(() => String)
  declare currency: string;

  @Field(() => String, { description: 'What to send: currency and network.' })
  declare asset: string;

  @Field(() => Amount, { description: 'What is asked for.' })
  declare amount: bigint;

  @Field(() => Amount, { description: 'What has been credited, and not been taken back.' })
  declare credited: bigint;

  @Field(() => String, { nullable: true })
  declare address: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Memo or tag without which the network loses the payment.',
  })
  declare addressExtra: string | null;

  @Field(() => String, { nullable: true, description: 'The text of a QR code for wallets.' })
  declare paymentUri: string | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  declare problem: string | null;

  @Field(() => DateTime, { nullable: true })
  declare expiresAt: Date | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

export const DepositConnection = connectionOf(DepositType, 'Deposit');

@ArgsType()
export class MyDepositsArgs extends PageArgs {
  @Field(() => DepositStatusEnum, { nullable: true })
  declare status?: DepositStatus | null;
}

@InputType()
export class CreateDepositInput {
  @Field(() => String, { description: 'One of depositAssets.' })
  declare asset: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => String)
  declare idempotencyKey: string;
}
